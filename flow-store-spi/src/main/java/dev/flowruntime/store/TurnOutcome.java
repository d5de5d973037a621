package dev.flowruntime.store;

/** What came of a {@link TurnCommit}. */
public sealed interface TurnOutcome {
    /**
     * All of it is stored.
     *
     * @param eventPending whether the execution now waits for an event and one that names it has come already; its
     *     {@code wakeAt} was then set to the time of the commit, so that it is not forgotten
     */
    record Committed(boolean eventPending) implements TurnOutcome {}

    /** Nothing is stored: the execution or the conversation changed in the meantime, or is gone. */
    record Stale() implements TurnOutcome {}

    /** Nothing is stored: the new execution exists already, or the execution has consumed this event before. */
    record Repeated() implements TurnOutcome {}
}
