package dev.flowruntime.examples;

import dev.flowruntime.model.FlowVersion;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the versions of a flow. */
@Command(name = "versions", description = "Lists the published versions of the flow; a star marks the active one.")
final class FlowVersionsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoredFlow flow = new StoredFlow();

    @Override
    public Integer call() {
        String code = flow.code();
        List<FlowVersion> versions =
                flow.with((runtime, tenant) -> runtime.flows().versions(tenant, code));
        if (versions.isEmpty()) {
            throw new CommandFailure("there is no flow " + code);
        }
        for (FlowVersion version : versions) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%s %d  %s  %s%n",
                            version.active() ? "*" : " ", version.version(), version.publishedAt(), version.name());
        }
        return 0;
    }
}
