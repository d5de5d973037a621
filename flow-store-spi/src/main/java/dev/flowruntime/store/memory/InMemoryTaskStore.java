package dev.flowruntime.store.memory;

import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.TaskSettlement;
import dev.flowruntime.store.TaskStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tasks; an open one stands in the index of its queue, or among the exhausted ones once its attempts are used up. */
final class InMemoryTaskStore implements TaskStore {
    private final Tables tables;
    private final ConcurrentMap<QueueKey, DueIndex<TaskRow>> queues = new ConcurrentHashMap<>();
    private final DueIndex<TaskRow> exhausted = new DueIndex<>();

    InMemoryTaskStore(Tables tables) {
        this.tables = tables;
    }

    /** Adds a task of a commit, under the lock of its conversation. */
    void add(ExecutionRow execution, TaskRecord task) {
        TaskRow row = new TaskRow(execution, task);
        execution.tasks.add(row);
        tables.tasks.put(row.key, row);
        change(row, task);
    }

    /** Withdraws a task of a commit's execution if it is open, under the lock of its conversation. */
    void withdraw(ExecutionRow execution, TaskId id) {
        TaskRow row = row(execution.key.tenant(), id);
        if (row != null && row.execution == execution && row.task.state().isOpen()) {
            settle(row, TaskState.WITHDRAWN);
        }
    }

    /** The task that may be settled so, under the lock of its conversation; null when it may not. */
    @Nullable
    TaskRow settleable(ExecutionRow execution, TaskSettlement settlement) {
        TaskRow row = row(execution.key.tenant(), settlement.task());
        if (row == null || row.execution != execution || !row.task.state().isOpen()) {
            return null;
        }
        Long generation = settlement.generation();
        return generation == null || isHeld(row, generation) ? row : null;
    }

    void settle(TaskRow row, TaskState state) {
        change(row, row.task.with(state, row.task.dueAt()));
    }

    @Override
    public List<TaskRecord> claim(@Nullable TenantId tenant, Set<String> names, Claim claim) {
        return claim(tenant, names, claim, task -> task.claimed(claim.until()));
    }

    @Override
    public List<TaskRecord> claimUncounted(Set<String> names, Claim claim) {
        return claim(null, names, claim, task -> task.reclaimed(claim.until()));
    }

    private List<TaskRecord> claim(
            @Nullable TenantId tenant, Set<String> names, Claim claim, UnaryOperator<TaskRecord> leased) {
        tables.requireOpen();
        List<DueIndex<TaskRow>> served = queues.entrySet().stream()
                .filter(queue -> tenant == null || tenant.equals(queue.getKey().tenant()))
                .filter(queue -> names.contains(queue.getKey().name()))
                .map(queue -> queue.getValue())
                .toList();
        return DueIndex.claim(served, claim, (row, seen) -> lease(row, seen, leased));
    }

    @Override
    public List<TaskRecord> claimExhausted(Claim claim) {
        tables.requireOpen();
        return DueIndex.claim(
                List.of(exhausted), claim, (row, seen) -> lease(row, seen, task -> task.reclaimed(claim.until())));
    }

    private @Nullable TaskRecord lease(TaskRow row, Due seen, UnaryOperator<TaskRecord> leased) {
        synchronized (row.execution.conversation) {
            if (!row.claimable.isAt(seen)) {
                return null;
            }
            change(row, leased.apply(row.task));
            return row.task;
        }
    }

    @Override
    public boolean extend(TaskRecord held, Instant now, Duration lease) {
        return changeHeld(held, task -> task.with(TaskState.LEASED, now.plus(lease)));
    }

    @Override
    public boolean release(TaskRecord held, Instant dueAt) {
        return changeHeld(held, task -> held.with(TaskState.PENDING, dueAt));
    }

    private boolean changeHeld(TaskRecord held, UnaryOperator<TaskRecord> changed) {
        tables.requireOpen();
        TaskRow row = row(held.tenant(), held.id());
        if (row == null) {
            return false;
        }
        synchronized (row.execution.conversation) {
            if (row.execution.conversation.gone || !isHeld(row, held.generation())) {
                return false;
            }
            change(row, changed.apply(row.task));
            return true;
        }
    }

    @Override
    public Optional<TaskRecord> find(TenantId tenant, TaskId id) {
        tables.requireOpen();
        TaskRow row = row(tenant, id);
        if (row == null) {
            return Optional.empty();
        }
        synchronized (row.execution.conversation) {
            return Optional.of(row.task);
        }
    }

    @Override
    public List<TaskRecord> list(TenantId tenant, ExecutionId execution) {
        tables.requireOpen();
        ExecutionRow row = tables.execution(tenant, execution.value());
        if (row == null) {
            return List.of();
        }
        synchronized (row.conversation) {
            return row.tasks.stream().map(task -> task.task).toList();
        }
    }

    private void change(TaskRow row, TaskRecord next) {
        row.task = next;
        if (next.state().isOpen()) {
            row.claimable.make(indexOf(next), next.dueAt(), row);
        } else {
            row.claimable.cancel();
        }
    }

    private DueIndex<TaskRow> indexOf(TaskRecord task) {
        return task.attempts() >= task.maxAttempts()
                ? exhausted
                : queues.computeIfAbsent(new QueueKey(task.tenant(), task.queue()), key -> new DueIndex<>());
    }

    private static boolean isHeld(TaskRow row, long generation) {
        return row.task.state() == TaskState.LEASED && row.task.generation() == generation;
    }

    private @Nullable TaskRow row(TenantId tenant, TaskId id) {
        return tables.tasks.get(new Key(tenant, id.value()));
    }

    private record QueueKey(TenantId tenant, String name) {}
}
