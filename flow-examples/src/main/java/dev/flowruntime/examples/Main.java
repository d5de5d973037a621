package dev.flowruntime.examples;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The runnable jar: the demo when called without a command, the server and its tools with one. */
@Command(
        name = "flow-examples",
        description = "A durable runtime for conversational flows. Without a command: the demo shop.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "flow-examples 0.1.0",
        subcommands = {ServeCommand.class, FlowCommand.class, WidgetKeyCommand.class, BenchCommand.class})
public final class Main implements Callable<Integer> {
    private static final int DEMO_PORT = 8080;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine(System.getenv()).execute(args));
    }

    /** @param environment gives every option a default, {@code FLOW_PORT} for {@code --port} */
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Main())
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .registerConverter(Duration.class, Durations::positive)
                .setParameterExceptionHandler(CommandFailure::handle)
                .setExecutionExceptionHandler(CommandFailure::handle);
    }

    @Mixin
    StoreOptions store = new StoreOptions();

    @Override
    public Integer call() throws Exception {
        Demo demo = Demo.start(DEMO_PORT, InventoryWorker.unhurried(), store);
        spec.commandLine().getOut().println("the demo shop is open at " + demo.address() + " (Ctrl-C closes it)");
        return Shutdown.await(demo::close);
    }
}
