package dev.flowruntime;

import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.TaskClaims;
import dev.flowruntime.internal.TaskLeases;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.model.TenantId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tasks for workers that are not Java code in this process: they claim some, do them, and say how it went before their lease
 * ends. Thread-safe.
 *
 * <p>A lease is held until the task is completed, failed or handed to another worker, even past its end.
 */
public final class EngineTasks {
    private static final int MAX_LIMIT = 100;
    private static final Duration MIN_LEASE = Duration.ofSeconds(1);
    private static final Duration MAX_LEASE = Duration.ofHours(1);
    private static final Duration MAX_WAIT = Duration.ofSeconds(20);

    private final Engine engine;
    private final TaskClaims claims;
    private final TaskLeases leases;
    private final CallAudit audit;

    /** Keeps that a call was made. */
    @FunctionalInterface
    interface CallAudit {
        void call(TenantId tenant, String subject, String mode);
    }

    EngineTasks(Engine engine, CallAudit audit) {
        this.engine = engine;
        this.audit = audit;
        this.claims = engine.taskClaims();
        this.leases = engine.taskLeases();
    }

    /**
     * Takes tasks of a queue that are due, the longest due first; none when there are none.
     *
     * @throws FlowException {@code VALIDATION_FAILED} for a limit or a lease beyond its bounds
     */
    public List<LeasedTask> claim(TaskClaim claim) {
        check(claim, Duration.ZERO);
        audit.call(claim.tenant(), claim.queue(), "task.claim");
        return claims.now(claim);
    }

    /**
     * Takes tasks as {@link #claim(TaskClaim)} does, and when there are none waits for some, on no thread. Where the runtime is not
     * started, or many wait already, the answer is there at once.
     *
     * @param wait at most 20 seconds
     * @throws FlowException {@code VALIDATION_FAILED} for a limit, a lease or a wait beyond its bounds
     */
    public CompletionStage<List<LeasedTask>> claim(TaskClaim claim, Duration wait) {
        check(claim, wait);
        audit.call(claim.tenant(), claim.queue(), "task.claim");
        return claims.within(claim, wait);
    }

    private static void check(TaskClaim claim, Duration wait) {
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        if (claim.limit() < 1 || claim.limit() > MAX_LIMIT) {
            wrong.put("limit", List.of("must be from 1 to " + MAX_LIMIT));
        }
        refuseLease(claim.lease(), wrong);
        if (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0) {
            wrong.put("wait_seconds", List.of("must be from 0 to " + MAX_WAIT.toSeconds()));
        }
        refuse(wrong);
    }

    private static void refuseLease(@Nullable Duration lease, Map<String, List<String>> wrong) {
        if (lease != null && (lease.compareTo(MIN_LEASE) < 0 || lease.compareTo(MAX_LEASE) > 0)) {
            wrong.put(
                    "lease_seconds", List.of("must be from " + MIN_LEASE.toSeconds() + " to " + MAX_LEASE.toSeconds()));
        }
    }

    private static void refuse(Map<String, List<String>> wrong) {
        if (!wrong.isEmpty()) {
            throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, wrong);
        }
    }

    /**
     * Brings the result of a task.
     *
     * @return {@code COMPLETED}
     * @throws FlowException {@code TASK_NOT_FOUND}, {@code LEASE_LOST}
     */
    public TaskState complete(TaskLease lease, Map<String, @Nullable Object> data) {
        TaskState state = held(leases.complete(find(lease), data) ? TaskState.COMPLETED : null);
        audit.call(lease.tenant(), lease.taskId(), "task.complete");
        return state;
    }

    /**
     * Says that a task was not done: it is tried again, unless that cannot help or its attempts are used up.
     *
     * @return {@code PENDING}, {@code FAILED} or {@code DEAD}
     * @throws FlowException {@code TASK_NOT_FOUND}, {@code LEASE_LOST}
     */
    public TaskState fail(TaskLease lease, TaskFailure failure) {
        TaskRecord task = find(lease);
        TaskState state = held(
                failure.permanent()
                        ? leases.close(task, TaskState.FAILED, failure.message())
                        : leases.retry(task, failure.message()));
        audit.call(lease.tenant(), lease.taskId(), "task.fail");
        return state;
    }

    /**
     * Holds a task for longer.
     *
     * @param length from now on; null for the runtime's own
     * @return {@code LEASED}
     * @throws FlowException {@code TASK_NOT_FOUND}, {@code LEASE_LOST}, {@code VALIDATION_FAILED}
     */
    public TaskState heartbeat(TaskLease lease, @Nullable Duration length) {
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        refuseLease(length, wrong);
        refuse(wrong);
        TaskRecord task = find(lease);
        Duration held = length == null ? engine.services().settings().lease() : length;
        boolean extended =
                engine.services().store().tasks().extend(task, engine.services().now(), held);
        TaskState state = held(extended ? TaskState.LEASED : null);
        audit.call(lease.tenant(), lease.taskId(), "task.heartbeat");
        return state;
    }

    /** The task, if the token is that of its newest lease. */
    private TaskRecord find(TaskLease lease) {
        TaskRecord task = Ids.isUuid(lease.taskId())
                ? engine.services()
                        .store()
                        .tasks()
                        .find(lease.tenant(), TaskId.of(lease.taskId()))
                        .orElse(null)
                : null;
        if (task == null) {
            throw new FlowException(ErrorCode.TASK_NOT_FOUND, "there is no such task");
        }
        boolean newest = engine.services()
                .signing()
                .leases()
                .matches(lease.token(), task.tenant(), task.id(), task.generation());
        if (!newest || task.state() != TaskState.LEASED) {
            throw lost();
        }
        return task;
    }

    private static TaskState held(@Nullable TaskState state) {
        if (state == null) {
            throw lost();
        }
        return state;
    }

    private static FlowException lost() {
        return new FlowException(
                ErrorCode.LEASE_LOST,
                "the lease is not held: the task is done, was given back, or is another worker's");
    }
}
