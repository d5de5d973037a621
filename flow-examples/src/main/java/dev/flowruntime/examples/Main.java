package dev.flowruntime.examples;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The runnable jar: the demo when called without a command, the server and its tools with one. */
@Command(
        name = "flow-examples",
        description = "A durable runtime for conversational flows. Without a command: the demo shop.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "flow-examples 0.1.0",
        subcommands = {
            ServeCommand.class,
            MigrateCommand.class,
            FlowCommand.class,
            WidgetKeyCommand.class,
            WebhookCommand.class,
            ResealCommand.class,
            BenchCommand.class
        })
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
                .setExecutionStrategy(Main::run)
                .setParameterExceptionHandler(CommandFailure::handle)
                .setExecutionExceptionHandler(CommandFailure::handle);
    }

    /** Options of the demo before a command would be lost, and with them the database. */
    private static int run(CommandLine.ParseResult parsed) {
        if (parsed.hasSubcommand()) {
            for (OptionSpec option : parsed.matchedOptions()) {
                if (!option.usageHelp() && !option.versionHelp()) {
                    throw new CommandLine.ParameterException(
                            parsed.commandSpec().commandLine(),
                            option.longestName() + " stands before the command: put it behind");
                }
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    @Mixin
    MigratingStoreOptions store = new MigratingStoreOptions();

    @Mixin
    SigningOptions signing = new SigningOptions();

    @Override
    public Integer call() throws Exception {
        Demo demo = Demo.start(DEMO_PORT, InventoryWorker.unhurried(), store, signing.keys());
        Shutdown shutdown = Shutdown.draining(demo::close);
        spec.commandLine().getOut().println("the demo shop is open at " + demo.address() + " (Ctrl-C closes it)");
        spec.commandLine().getOut().flush();
        return shutdown.await();
    }
}
