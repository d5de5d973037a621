package dev.flowruntime.examples;

import picocli.CommandLine.Command;

/** What one does with flow documents. */
@Command(
        name = "flow",
        description = "Checks, draws and publishes flow documents.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            FlowValidateCommand.class,
            FlowDiagramCommand.class,
            FlowPublishCommand.class,
            FlowVersionsCommand.class,
            FlowRollbackCommand.class
        })
final class FlowCommand {}
