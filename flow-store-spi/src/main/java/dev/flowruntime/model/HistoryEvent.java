package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one commit did to an execution; there is exactly one for each revision, so the history is dense.
 *
 * @param cause why the turn ran
 * @param status where the execution stood afterwards
 * @param steps a JSON array of the ids of the nodes that ran, in order
 * @param reply what a client was to be told of it then, for whoever is told later; opaque to stores
 */
public record HistoryEvent(
        TenantId tenant,
        ExecutionId execution,
        long revision,
        Cause cause,
        ExecutionStatus status,
        Json steps,
        @Nullable Json reply,
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
