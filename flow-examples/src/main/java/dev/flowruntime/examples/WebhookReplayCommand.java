package dev.flowruntime.examples;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replays webhooks that were given up. */
@Command(
        name = "replay",
        description = "Sends webhooks that were given up once more, under their event ids and with all attempts before"
                + " them, and prints how many.",
        sortOptions = false)
final class WebhookReplayCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoredTenant tenant = new StoredTenant();

    @ArgGroup(multiplicity = "1")
    Which which = new Which();

    /** One webhook, or those of a widget key. */
    static final class Which {
        @Option(names = "--event-id", paramLabel = "ID", description = "the one with this event id")
        @Nullable
        String eventId;

        @ArgGroup(exclusive = false)
        @Nullable
        OfKey ofKey;
    }

    /** Those of a widget key. */
    static final class OfKey {
        @Option(names = "--key", required = true, paramLabel = "pk_…", description = "those of this widget key")
        String publicKey = "";

        @Option(
                names = "--since",
                paramLabel = "INSTANT",
                description = "of events from then on, such as 2026-03-01T00:00:00Z")
        @Nullable
        String since;
    }

    @Override
    public Integer call() {
        int replayed = tenant.with(this::replay);
        PrintWriter out = spec.commandLine().getOut();
        out.println("replayed " + replayed);
        out.flush();
        return 0;
    }

    private int replay(FlowRuntime runtime, TenantId id) {
        OfKey ofKey = which.ofKey;
        if (ofKey != null) {
            return runtime.webhooks().replay(id, ofKey.publicKey, since(ofKey.since));
        }
        runtime.webhooks().replay(id, eventId(which.eventId));
        return 1;
    }

    private static OutboxId eventId(@Nullable String text) {
        try {
            return OutboxId.of(String.valueOf(text));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--event-id must be a UUID", e);
        }
    }

    private static @Nullable Instant since(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandFailure("--since must be an instant such as 2026-03-01T00:00:00Z", e);
        }
    }
}
