package dev.flowruntime.examples;

import dev.flowruntime.model.FlowVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes an older version of a flow the active one again. */
@Command(name = "rollback", description = "Makes an older version of the flow the active one again.")
final class FlowRollbackCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoredFlow flow = new StoredFlow();

    @Option(names = "--to", required = true, paramLabel = "N", description = "the version to go back to")
    int version;

    @Override
    public Integer call() {
        String code = flow.code();
        FlowVersion active = flow.with((runtime, tenant) -> runtime.flows().rollback(tenant, code, version));
        spec.commandLine().getOut().println("flow " + code + ": version " + active.version() + " is active");
        return 0;
    }
}
