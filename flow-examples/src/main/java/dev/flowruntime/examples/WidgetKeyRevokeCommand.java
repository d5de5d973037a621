package dev.flowruntime.examples;

import dev.flowruntime.model.WidgetKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Revokes a widget key. */
@Command(name = "revoke", description = "Revokes the widget key for good.")
final class WidgetKeyRevokeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoredWidgetKey key = new StoredWidgetKey();

    @Override
    public Integer call() {
        WidgetKey after =
                key.change((keys, tenant, publicKey) -> keys.setStatus(tenant, publicKey, WidgetKey.Status.REVOKED));
        new WidgetKeyReport(spec.commandLine().getOut()).state(after);
        return 0;
    }
}
