package dev.flowruntime.examples;

import dev.flowruntime.Published;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Publishes a flow. */
@Command(
        name = "publish",
        description = "Publishes the document as the flow's next version, unless it is the active one already.")
final class FlowPublishCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoredFlow flow = new StoredFlow();

    @Override
    public Integer call() {
        Published published = flow.with((runtime, tenant) -> runtime.flows().publish(tenant, flow.document()));
        published.warnings().forEach(spec.commandLine().getErr()::println);
        spec.commandLine()
                .getOut()
                .println("flow " + published.version().code() + ": version "
                        + published.version().version()
                        + (published.changed() ? " published" : " is active already"));
        return 0;
    }
}
