package dev.flowruntime.store;

import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.Json;
import org.jspecify.annotations.Nullable;

/** What came of an {@link EventAcceptance}. */
public sealed interface EventOutcome {
    /** The event is stored. @param target the execution that it names, as it stood under its row lock */
    record Accepted(@Nullable Execution target) implements EventOutcome {}

    /**
     * Nothing is stored: the tenant has an event with this idempotency key.
     *
     * @param fingerprint of the request that brought that one
     * @param reply what its sender was told; null while it is being served
     */
    record Duplicate(
            EventId id, String fingerprint, @Nullable Json reply) implements EventOutcome {}

    /** Nothing is stored: the task is unknown, closed already, or leased to another. */
    record TaskClosed() implements EventOutcome {}
}
