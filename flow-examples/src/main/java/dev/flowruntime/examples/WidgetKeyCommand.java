package dev.flowruntime.examples;

import picocli.CommandLine.Command;

/** What one does with the widget keys of a tenant. */
@Command(
        name = "widget-key",
        description = "Makes and changes widget keys. A running server follows within 5 s.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            WidgetKeyCreateCommand.class,
            WidgetKeyListCommand.class,
            WidgetKeyRotateCommand.class,
            WidgetKeyRotateWebhookCommand.class,
            WidgetKeyPauseCommand.class,
            WidgetKeyResumeCommand.class,
            WidgetKeyRevokeCommand.class
        })
final class WidgetKeyCommand {}
