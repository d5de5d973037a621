package dev.flowruntime.model;

import java.time.Instant;

/**
 * How far an outbox entry has come.
 *
 * @param attempts counted when it is claimed, so that an attempt that kills the process is counted too
 * @param dueAt when it may be claimed; while it is leased, when the lease ends
 * @param generation one more for each claim; only the holder of the newest may settle it
 */
public record Delivery(OutboxEntry entry, State state, int attempts, Instant dueAt, long generation) {
    /** Where a delivery stands; the last two are final. */
    public enum State {
        PENDING,
        DELIVERED,
        DEAD
    }

    public Delivery with(State next, Instant nextDue) {
        return new Delivery(entry, next, attempts, nextDue, generation);
    }

    /** The same delivery, leased once more until the given time. */
    public Delivery claimed(Instant until) {
        return new Delivery(entry, state, attempts + 1, until, generation + 1);
    }
}
