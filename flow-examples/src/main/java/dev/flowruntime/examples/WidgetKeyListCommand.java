package dev.flowruntime.examples;

import dev.flowruntime.model.WidgetKey;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists widget keys. */
@Command(name = "list", description = "Lists the tenant's widget keys by label: public key, status, label.")
final class WidgetKeyListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoredTenant tenant = new StoredTenant();

    @Option(names = "--key", paramLabel = "pk_…", description = "this key only")
    @Nullable
    String publicKey;

    @Override
    public Integer call() {
        List<WidgetKey> keys = tenant.with((runtime, id) -> runtime.widgetKeys().list(id)).stream()
                .filter(key -> publicKey == null || key.publicKey().equals(publicKey))
                .toList();
        if (publicKey != null && keys.isEmpty()) {
            throw new CommandFailure("--key: the tenant has no such widget key");
        }
        WidgetKeyReport report = new WidgetKeyReport(spec.commandLine().getOut());
        keys.forEach(report::state);
        return 0;
    }
}
