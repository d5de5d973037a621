package dev.flowruntime.examples;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.TaskWorker;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.WebhookEndpoint;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.provisioning.Provisioning;
import dev.flowruntime.servlet.FlowServlet;
import dev.flowruntime.token.KeyRing;
import dev.flowruntime.transport.Reach;
import dev.flowruntime.upload.FileTypes;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The shop of Acme with its chat. */
final class Demo implements AutoCloseable {
    private static final String QUEUE = "inventory.lookup";
    private static final int PORTS_TO_TRY = 100;

    private final Running running;
    private final String publicKey;

    private Demo(Running running, String publicKey) {
        this.running = running;
        this.publicKey = publicKey;
    }

    /**
     * Opens the shop, to this machine only.
     *
     * @param port the first to try; 0 for a free one
     */
    static Demo start(int port, TaskWorker inventory, StoreOptions options, KeyRing signingKeys) throws IOException {
        FlowServer server = new FlowServer();
        OpenStore store = options.open();
        FlowRuntime runtime = FlowRuntime.builder(store.store())
                .signingKeys(signingKeys)
                .reach(Reach.PUBLIC_AND_LOOPBACK)
                .fileTypes(FileTypes.tika())
                .build();
        Running running = new Running(server, runtime, store);
        try {
            bind(server, port);
            return start(running, inventory);
        } catch (IOException | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private static Demo start(Running running, TaskWorker inventory) throws IOException {
        FlowServer server = running.server();
        FlowRuntime runtime = running.runtime();
        runtime.worker(QUEUE, inventory);
        provision(runtime);
        WidgetKey key = widgetKey(runtime, server.port());
        ShopServlet shop = new ShopServlet(key.publicKey());
        server.page("", shop).page("/shop/*", shop);
        WebhookEndpoint webhook = Objects.requireNonNull(key.webhook(), "it was made with one");
        server.page(ReceiverServlet.PATH, new ReceiverServlet(webhook.secret()));
        // The page comes from the API's own origin, and browsers name no origin when such a page reads.
        // All who can reach it share one address.
        running.start(FlowServlet.builder(runtime)
                .requireOrigin(false)
                .withoutRateLimits()
                .build());
        return new Demo(running, key.publicKey());
    }

    int port() {
        return running.port();
    }

    String address() {
        return "http://localhost:" + running.port();
    }

    String publicKey() {
        return publicKey;
    }

    @Override
    public void close() {
        running.close();
    }

    private static void bind(FlowServer server, int port) throws IOException {
        for (int next = port; ; next++) {
            try {
                server.bind("127.0.0.1", next);
                return;
            } catch (IOException e) {
                boolean taken = e.getCause() instanceof BindException;
                if (!taken || next == port + PORTS_TO_TRY) {
                    throw e;
                }
            }
        }
    }

    private static void provision(FlowRuntime runtime) throws IOException {
        try {
            URI file = Objects.requireNonNull(Demo.class.getResource("/demo/acme.yaml"), "demo/acme.yaml")
                    .toURI();
            if (file.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(file, Map.of())) {
                    Provisioning.read(jar.provider().getPath(file)).apply(runtime);
                }
            } else {
                Provisioning.read(Path.of(file)).apply(runtime);
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Made here and not in the file, since its origins have the port in them. */
    private static WidgetKey widgetKey(FlowRuntime runtime, int port) {
        Tenant acme = runtime.tenants().list().stream()
                .filter(tenant -> tenant.slug().equals("acme"))
                .findFirst()
                .orElseThrow();
        List<String> origins = List.of("http://localhost:" + port, "http://127.0.0.1:" + port);
        return runtime.widgetKeys()
                .put(
                        acme.id(),
                        new WidgetKeyRequest(
                                "Demo shop",
                                null,
                                true,
                                WidgetKey.Status.ACTIVE,
                                origins,
                                Grant.ofEverything(),
                                Grant.ofNothing(),
                                "http://127.0.0.1:" + port + ReceiverServlet.PATH,
                                null,
                                null));
    }
}
