package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a flow version in a conversation, as it stands after its newest commit.
 *
 * @param revision 1 for the first commit, one more for each that follows; a commit is refused when it was not made from
 *     the newest revision
 * @param state the engine's own state, opaque to stores
 * @param blocks a JSON array of the blocks made since the last turn of the visitor
 * @param openWait what it waits for; null exactly while it does not wait
 * @param wakeAt when the execution wants a turn without being asked: a time-out, a reminder, the end of the lease under
 *     which its step runs; null when it wants none
 * @param attempts how often {@code wakeAt} was claimed since the newest commit
 */
public record Execution(
        TenantId tenant,
        ExecutionId id,
        ConversationId conversation,
        FlowId flow,
        int flowVersion,
        ExecutionStatus status,
        long revision,
        Json state,
        Json blocks,
        @Nullable Wait openWait,
        @Nullable Instant wakeAt,
        int attempts,
        Instant startedAt,
        Instant updatedAt) {
    /** The same execution, claimed once more until the given time. */
    public Execution claimed(Instant until) {
        return new Execution(
                tenant,
                id,
                conversation,
                flow,
                flowVersion,
                status,
                revision,
                state,
                blocks,
                openWait,
                until,
                attempts + 1,
                startedAt,
                updatedAt);
    }

    /** The same execution, due at the given time; null for not at all. */
    public Execution waking(@Nullable Instant at) {
        return new Execution(
                tenant,
                id,
                conversation,
                flow,
                flowVersion,
                status,
                revision,
                state,
                blocks,
                openWait,
                at,
                attempts,
                startedAt,
                updatedAt);
    }
}
