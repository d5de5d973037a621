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
     * Leases open tasks of some queues that are due, the longest due first: {@code dueAt} becomes the end of the lease,
     * {@code attempts} and {@code generation} go up by one. A lease that ran out makes its task due again. Two callers never
     * hold the same task, and no task is handed out more often than its {@code maxAttempts} says.
     *
     * @param tenant the tenant to serve; null serves all, for workers in the host's own process
     */
    List<TaskRecord> claim(@Nullable TenantId tenant, Set<String> queues, Claim claim);

    /**
     * Leases due tasks of some queues as {@link #claim} does, to be passed on to workers elsewhere. This is no attempt:
     * {@code attempts} stay, and so does the right to another. Crosses tenants.
     */
    List<TaskRecord> claimUncounted(Set<String> queues, Claim claim);

    /**
     * Leases open tasks of any queue that no worker may take again, since their attempts are used up, and that are due: the
     * last lease ran out, or they were given back. {@code generation} goes up by one, {@code attempts} stay. The caller
     * closes them. Crosses tenants.
     */
    List<TaskRecord> claimExhausted(Claim claim);

    /**
     * Moves the end of a lease to {@code lease} from now. A lease is held until it is settled, given back or claimed by
     * another, even past its end.
     *
     * @param now the caller's time, as in {@link Claim}
     * @return false when it is no longer held, and nothing changed
     */
    boolean extend(TaskRecord held, Instant now, Duration lease);

    /**
     * Gives a task back, due at the given time.
     *
     * @param held with the attempts that are to count from then on
     * @return false when the lease is no longer held, and nothing changed
     */
    boolean release(TaskRecord held, Instant dueAt);

    Optional<TaskRecord> find(TenantId tenant, TaskId id);

    /** The tasks of an execution, in the order in which they were made. */
    List<TaskRecord> list(TenantId tenant, ExecutionId execution);
}
