package dev.flowruntime.examples;

import dev.flowruntime.WidgetKeys;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gives the webhook of a widget key another secret. */
@Command(
        name = "rotate-webhook",
        description =
                "Gives the webhook of the widget key another secret and prints it; for 24 h the old one signs as well.")
final class WidgetKeyRotateWebhookCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoredWidgetKey key = new StoredWidgetKey();

    @Override
    public Integer call() {
        new WidgetKeyReport(spec.commandLine().getOut()).webhook(key.change(WidgetKeys::rotateWebhookSecret));
        return 0;
    }
}
