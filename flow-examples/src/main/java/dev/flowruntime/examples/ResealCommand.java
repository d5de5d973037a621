package dev.flowruntime.examples;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.token.UnreadableSecretException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the secrets in a store under another key. */
@Command(
        name = "reseal",
        description = {
            "Encrypts the secrets of widget keys in the store with the first --secrets-key, where they are not already, and"
                    + " prints of how many. When it ends with 0 the other keys are needed no more.",
            "A running server must have the first key by then."
        },
        sortOptions = false)
final class ResealCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoreOptions store = new StoreOptions();

    @Mixin
    SecretsOptions secrets = new SecretsOptions();

    @Option(names = "--tenant", paramLabel = "T", description = "only those of this tenant, an id or a slug")
    @Nullable
    String tenant;

    @Override
    public Integer call() {
        if (secrets.keys() == null) {
            throw new CommandFailure("--secrets-key is required: the new key first, then those that it replaces");
        }
        try (OpenStore opened = store.openDurable();
                FlowRuntime runtime =
                        secrets.on(FlowRuntime.builder(opened.store())).build()) {
            return reseal(runtime, tenants(runtime));
        }
    }

    private List<Tenant> tenants(FlowRuntime runtime) {
        List<Tenant> found = runtime.tenants().list().stream()
                .filter(known -> tenant == null
                        || known.slug().equals(tenant)
                        || known.id().toString().equals(tenant))
                .toList();
        if (tenant != null && found.isEmpty()) {
            throw new CommandFailure("--tenant: there is no tenant " + tenant);
        }
        return found;
    }

    /** One that cannot be read does not keep the others waiting. */
    private int reseal(FlowRuntime runtime, List<Tenant> tenants) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        int resealed = 0;
        int unreadable = 0;
        for (Tenant each : tenants) {
            try {
                resealed += runtime.widgetKeys().reseal(each.id());
            } catch (UnreadableSecretException e) {
                unreadable++;
                err.println("tenant " + each.slug() + ": " + e.getMessage());
            }
        }
        out.println("resealed " + resealed);
        out.flush();
        err.flush();
        return unreadable == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
