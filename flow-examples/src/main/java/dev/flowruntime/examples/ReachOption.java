package dev.flowruntime.examples;

import dev.flowruntime.transport.Reach;
import picocli.CommandLine.Option;

/** Where webhooks may go. */
final class ReachOption {
    @Option(
            names = "--allow-local-webhooks",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "lets webhooks go to http and loopback addresses, for development")
    boolean allowLocalWebhooks;

    Reach reach() {
        return allowLocalWebhooks ? Reach.PUBLIC_AND_LOOPBACK : Reach.PUBLIC;
    }
}
