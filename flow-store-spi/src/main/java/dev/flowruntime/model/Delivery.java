package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an outbox entry has come.
 *
 * @param attempts counted when it is claimed, so that an attempt that kills the process is counted too
 * @param dueAt when it may be claimed; while it is leased, when the lease ends; once it has ended, when that was
 * @param generation one more for each claim and replay; only the holder of the newest may settle it
 * @param afterGap whether an earlier entry of the same conversation and endpoint was given up, and none delivered since
 * @param error why the last attempt failed; null when none did, or when it was delivered
 */
public record Delivery(
        OutboxEntry entry,
        State state,
        int attempts,
        Instant dueAt,
        long generation,
        boolean afterGap,
        @Nullable String error) {
    /** Where a delivery stands; the last two are final, unless a dead one is replayed. */
    public enum State {
        PENDING,
        DELIVERED,
        DEAD
    }

    /** An entry as a commit leaves it. */
    public static Delivery fresh(OutboxEntry entry) {
        return new Delivery(entry, State.PENDING, 0, entry.createdAt(), 0, false, null);
    }

    public Delivery with(State next, Instant nextDue, @Nullable String nextError) {
        return new Delivery(entry, next, attempts, nextDue, generation, afterGap, nextError);
    }

    /** The same delivery, leased once more until the given time. */
    public Delivery claimed(Instant until) {
        return new Delivery(entry, state, attempts + 1, until, generation + 1, afterGap, error);
    }

    /** The same delivery, as if this claim had not been. */
    public Delivery unclaimed(Instant nextDue) {
        return new Delivery(entry, state, attempts - 1, nextDue, generation, afterGap, error);
    }

    /** The same delivery, pending from the given time on with all its attempts before it; nobody holds it. */
    public Delivery replayed(Instant from) {
        return new Delivery(entry, State.PENDING, 0, from, generation + 1, afterGap, error);
    }

    public Delivery withAfterGap(boolean next) {
        return new Delivery(entry, state, attempts, dueAt, generation, next, error);
    }
}
