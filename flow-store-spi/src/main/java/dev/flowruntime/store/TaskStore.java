package dev.flowruntime.store;

import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the tasks that wait for workers; they are made by {@link TurnCommit} and closed by {@link EventAcceptance}. */
public interface TaskStore {
    /**
     * Leases open tasks of some queues that are due, the longest due first; a lease that ran out makes its task due again.
     * Two callers never hold the same task, and tasks whose attempts are used up are handed out no more often than
     * {@code maxAttempts} says.
     *
     * @param tenant the tenant to serve; null serves all, for workers in the host's own process
     */
    List<TaskRecord> claim(@Nullable TenantId tenant, Set<String> queues, Claim claim);

    /**
     * Leases open tasks of any queue that no worker may take again: their attempts are used up and the last lease ran out.
     * The caller closes them. Crosses tenants.
     */
    List<TaskRecord> claimExhausted(Claim claim);

    /** Prolongs a lease. @return false when it is no longer held, and nothing changed */
    boolean extend(TaskRecord held, Instant now, Duration lease);

    /** Gives a task back, due at the given time. @return false when the lease is no longer held, and nothing changed */
    boolean release(TaskRecord held, Instant dueAt);

    Optional<TaskRecord> find(TenantId tenant, TaskId id);

    /** The tasks of an execution, in the order in which they were made. */
    List<TaskRecord> list(TenantId tenant, ExecutionId execution);
}
