package dev.flowruntime.examples;

import dev.flowruntime.model.WidgetKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Resumes a widget key. */
@Command(name = "resume", description = "Resumes the widget key, unless it was revoked.")
final class WidgetKeyResumeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoredWidgetKey key = new StoredWidgetKey();

    @Override
    public Integer call() {
        WidgetKey after =
                key.change((keys, tenant, publicKey) -> keys.setStatus(tenant, publicKey, WidgetKey.Status.ACTIVE));
        new WidgetKeyReport(spec.commandLine().getOut()).state(after);
        return 0;
    }
}
