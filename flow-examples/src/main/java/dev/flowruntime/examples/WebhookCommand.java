package dev.flowruntime.examples;

import picocli.CommandLine.Command;

/** What one does with webhooks that were given up. */
@Command(
        name = "webhook",
        description = "Sends webhooks once more that were given up. A running server delivers them at once.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = WebhookReplayCommand.class)
final class WebhookCommand {}
