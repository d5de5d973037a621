package dev.flowruntime.model;

import java.time.Instant;
import java.util.Set;

/**
 * Work that an execution handed to a worker.
 *
 * @param node the id of the node that enqueued it
 * @param resultEvents the names of the events that bring its result; {@code <queue>.failed} always tells of its failure
 * @param attempts counted when it is claimed, so that a worker that dies is counted too
 * @param deadline when nobody waits for it any longer
 * @param dueAt when it may be claimed; while it is leased, when the lease ends
 * @param generation one more for each claim; only the holder of the newest may change the task
 */
public record TaskRecord(
        TenantId tenant,
        TaskId id,
        String queue,
        ExecutionId execution,
        ConversationId conversation,
        String node,
        Set<String> resultEvents,
        Json payload,
        TaskState state,
        int attempts,
        int maxAttempts,
        Instant deadline,
        Instant dueAt,
        long generation) {
    public TaskRecord {
        resultEvents = Set.copyOf(resultEvents);
    }

    /** The same task in another state, due at another time. */
    public TaskRecord with(TaskState next, Instant nextDue) {
        return new TaskRecord(
                tenant,
                id,
                queue,
                execution,
                conversation,
                node,
                resultEvents,
                payload,
                next,
                attempts,
                maxAttempts,
                deadline,
                nextDue,
                generation);
    }

    /** The same task, leased to whoever closes it or passes it on: this is no attempt, but it ends the lease before it. */
    public TaskRecord reclaimed(Instant until) {
        return leased(attempts, until);
    }

    /** The same task, leased to a worker until the given time; this is one more attempt. */
    public TaskRecord claimed(Instant until) {
        return leased(attempts + 1, until);
    }

    /** The same task in its holder's hands, with one more attempt counted. */
    public TaskRecord attempted() {
        return new TaskRecord(
                tenant,
                id,
                queue,
                execution,
                conversation,
                node,
                resultEvents,
                payload,
                state,
                attempts + 1,
                maxAttempts,
                deadline,
                dueAt,
                generation);
    }

    private TaskRecord leased(int nextAttempts, Instant until) {
        return new TaskRecord(
                tenant,
                id,
                queue,
                execution,
                conversation,
                node,
                resultEvents,
                payload,
                TaskState.LEASED,
                nextAttempts,
                maxAttempts,
                deadline,
                until,
                generation + 1);
    }
}
