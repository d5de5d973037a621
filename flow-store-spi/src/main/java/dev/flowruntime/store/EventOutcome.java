package dev.flowruntime.store;

import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.Json;
import org.jspecify.annotations.Nullable;

/** What came of an {@link EventAcceptance}. */
public sealed interface EventOutcome {
    /**
     * The event is stored.
     *
     * @param target the execution that it names, as it stands now, read under its row lock; null when it names none or an
     *     unknown one
     */
    record Accepted(@Nullable Execution target) implements EventOutcome {}

    /**
     * Nothing is stored: the tenant has this event, or one with this idempotency key. Whether its task is closed by now does
     * not matter then.
     *
     * @param id of the one that is stored
     * @param fingerprint of the request that brought that one
     * @param reply what its sender was told; null while it is being served
     */
    record Duplicate(
            EventId id, String fingerprint, @Nullable Json reply) implements EventOutcome {}

    /**
     * Nothing is stored: the task is unknown or another execution's, or it is closed already, or the worker that settles it
     * does not hold its lease.
     */
    record TaskClosed() implements EventOutcome {}
}
