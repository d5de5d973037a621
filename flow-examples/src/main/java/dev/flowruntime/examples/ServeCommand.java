package dev.flowruntime.examples;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.model.Secret;
import dev.flowruntime.provisioning.Provisioning;
import dev.flowruntime.servlet.FlowServlet;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.file.DirectoryBlobStore;
import dev.flowruntime.token.KeyRing;
import dev.flowruntime.upload.FileTypes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the API over HTTP until a signal ends it. */
@Command(
        name = "serve",
        description = "Serves the API over HTTP. Each option may be given as an environment variable as well:"
                + " FLOW_PORT for --port, lists separated by commas.",
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {"", "(*) is read and checked but has no effect in this version."})
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    enum Switch {
        on,
        off
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "the port; 0 takes a free one (default: ${DEFAULT-VALUE})")
    int port = 8080;

    @Option(
            names = "--provision",
            arity = "1..*",
            split = ",",
            paramLabel = "FILE",
            description = "files that say what tenants should be; applied at start")
    List<Path> provision = List.of();

    @Mixin
    MigratingStoreOptions store = new MigratingStoreOptions();

    @Option(names = "--engine-token", paramLabel = "TOKEN", description = "admits back ends to every tenant")
    @Nullable
    String engineToken;

    @Mixin
    SecretsOptions secrets = new SecretsOptions();

    @Mixin
    SigningOptions signing = new SigningOptions();

    @Option(
            names = "--require-origin",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "whether chat requests without an Origin header are refused (default: ${DEFAULT-VALUE})")
    boolean requireOrigin = true;

    @Option(
            names = "--rate-limits",
            paramLabel = "on|off",
            description = "whether callers are held to limits (default: ${DEFAULT-VALUE})")
    Switch rateLimits = Switch.on;

    @Option(
            names = "--trusted-proxies",
            arity = "1..*",
            split = ",",
            paramLabel = "CIDR",
            description = "the proxies before this server, whose X-Forwarded-For tells the client")
    List<String> trustedProxies = List.of();

    @Option(
            names = "--upload-dir",
            paramLabel = "DIR",
            description = "where uploaded files go; without it they go to the store")
    @Nullable
    Path uploadDirectory;

    @Option(
            names = "--turn-budget",
            paramLabel = "DURATION",
            description = "how long a caller waits for a turn (default: ${DEFAULT-VALUE})")
    Duration turnBudget = Duration.ofSeconds(20);

    @Option(
            names = "--session-ttl",
            paramLabel = "DURATION",
            description = "the life of a session token (default: ${DEFAULT-VALUE})")
    Duration sessionTtl = Duration.ofHours(1);

    @Option(
            names = "--lease",
            paramLabel = "DURATION",
            description = "how long a worker holds a piece of work (default: ${DEFAULT-VALUE})")
    Duration lease = Duration.ofSeconds(30);

    @Option(
            names = "--task-backoff",
            paramLabel = "DURATION",
            description = "the delay of a task's second attempt (default: ${DEFAULT-VALUE})")
    Duration taskBackoff = Duration.ofSeconds(1);

    @Mixin
    ReachOption webhooks = new ReachOption();

    @Option(
            names = "--webhook-schedule",
            split = ",",
            paramLabel = "DURATION",
            description = "the delays of a webhook's further attempts (default: ${DEFAULT-VALUE})")
    List<Duration> webhookSchedule = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(4));

    @Mixin
    LaterOptions later = new LaterOptions();

    @Override
    public Integer call() {
        Running running = start();
        Shutdown shutdown = Shutdown.draining(running::close);
        PrintWriter out = spec.commandLine().getOut();
        out.println("listening on http://127.0.0.1:" + running.port());
        out.flush();
        return shutdown.await();
    }

    /** @throws CommandFailure when an option or a provisioning file is no good */
    Running start() {
        KeyRing keys = signing.keys();
        if (secrets.keys() == null && store.jdbcUrl != null) {
            LOG.warn("no --secrets-key: the secrets of webhooks and customers stand in the database as they are");
        }
        OpenStore opened = store.open();
        ServerMetrics metrics = new ServerMetrics(opened.connections());
        FlowRuntime runtime = secrets.on(builder(opened.store()))
                .observer(metrics.observer())
                .signingKeys(keys)
                .sessionTtl(sessionTtl)
                .turnBudget(turnBudget)
                .lease(lease)
                .taskBackoff(taskBackoff)
                .reach(webhooks.reach())
                .webhookSchedule(webhookSchedule)
                .build();
        Running running = new Running(new FlowServer(), runtime, opened);
        try {
            bind(running.server());
            provision(runtime);
            running.start(servlet(runtime, metrics));
            return running;
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private FlowRuntime.Builder builder(FlowStore store) {
        FlowRuntime.Builder builder = FlowRuntime.builder(store).fileTypes(FileTypes.tika());
        return uploadDirectory == null ? builder : builder.blobs(blobs(uploadDirectory));
    }

    private static BlobStore blobs(Path directory) {
        try {
            return DirectoryBlobStore.open(directory);
        } catch (StoreException e) {
            throw new CommandFailure("--upload-dir: " + e.getMessage(), e);
        }
    }

    private FlowServlet servlet(FlowRuntime runtime, ServerMetrics metrics) {
        FlowServlet.Builder servlet =
                FlowServlet.builder(runtime).requireOrigin(requireOrigin).metrics(metrics::page);
        if (rateLimits == Switch.off) {
            servlet.withoutRateLimits();
        }
        try {
            return servlet.trustedProxies(trustedProxies).build();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--trusted-proxies: " + e.getMessage(), e);
        }
    }

    private void provision(FlowRuntime runtime) {
        if (engineToken != null) {
            runtime.engineTokens().putDeployWide("serve", new Secret(engineToken));
        }
        ProvisioningReport report = new ProvisioningReport(
                spec.commandLine().getOut(), spec.commandLine().getErr());
        report.print(Provisioning.read(provision).apply(runtime));
    }

    private void bind(FlowServer server) {
        try {
            server.bind(null, port);
        } catch (IOException e) {
            throw new CommandFailure("--port " + port + ": " + e.getMessage(), e);
        }
    }
}
