package dev.flowruntime.examples;

import dev.flowruntime.WidgetKeys;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gives a widget key another public key. */
@Command(
        name = "rotate",
        description = "Gives the widget key another public key and prints it; the old one opens nothing.")
final class WidgetKeyRotateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoredWidgetKey key = new StoredWidgetKey();

    @Override
    public Integer call() {
        new WidgetKeyReport(spec.commandLine().getOut()).publicKey(key.change(WidgetKeys::rotate));
        return 0;
    }
}
