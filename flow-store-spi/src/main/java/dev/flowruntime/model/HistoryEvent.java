package dev.flowruntime.model;

import java.time.Instant;

/**
 * What one commit did to an execution; there is exactly one for each revision, so the history is dense.
 *
 * @param cause why the turn ran
 * @param status where the execution stood afterwards
 * @param steps a JSON array of the ids of the nodes that ran, in order
 */
public record HistoryEvent(
        TenantId tenant,
        ExecutionId execution,
        long revision,
        Cause cause,
        ExecutionStatus status,
        Json steps,
        Instant at) {
    /** Why a turn ran. */
    public enum Cause {
        TRIGGER,
        EVENT,
        RESUME,
        RESULT,
        STEP,
        TIMER,
        TIMEOUT,
        REMINDER,
        ABORT
    }
}
