package dev.flowruntime.store;

/** What came of a {@link TurnCommit}; what was stored before is told before what has changed since. */
public sealed interface TurnOutcome {
    /**
     * All of it is stored.
     *
     * @param eventPending whether the execution now waits for an event, and one that ends the wait ({@code Wait.isEndedBy})
     *     and that it has not consumed is in the inbox already; its {@code wakeAt} was then set to its {@code updatedAt}, so
     *     that a worker comes for it
     */
    record Committed(boolean eventPending) implements TurnOutcome {}

    /**
     * Nothing is stored: the execution or the conversation changed in the meantime, or is gone, or the conversation to be
     * opened is there already, or its customer has one.
     */
    record Stale() implements TurnOutcome {}

    /** Nothing is stored: the attempt that makes the turn does not hold its idempotency key any more. It may be {@link Stale} as well. */
    record AttemptLost() implements TurnOutcome {}

    /**
     * Nothing is stored: the new execution exists already, or the execution has consumed this event before. A turn that is
     * {@link Stale} or {@link AttemptLost} as well is this.
     */
    record Repeated() implements TurnOutcome {}
}
