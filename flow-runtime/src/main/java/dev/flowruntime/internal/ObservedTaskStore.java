package dev.flowruntime.internal;

import dev.flowruntime.metrics.ClaimedWork;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.TaskStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tasks, timed. */
final class ObservedTaskStore implements TaskStore {
    private final TaskStore inner;
    private final StoreCalls calls;

    ObservedTaskStore(TaskStore inner, StoreCalls calls) {
        this.inner = inner;
        this.calls = calls;
    }

    @Override
    public List<TaskRecord> claim(@Nullable TenantId tenant, Set<String> queues, Claim claim) {
        return calls.claim("tasks.claim", ClaimedWork.TASK, () -> inner.claim(tenant, queues, claim));
    }

    @Override
    public List<TaskRecord> claimUncounted(Set<String> queues, Claim claim) {
        return calls.claim("tasks.claim_uncounted", ClaimedWork.TASK, () -> inner.claimUncounted(queues, claim));
    }

    @Override
    public List<TaskRecord> claimExhausted(Claim claim) {
        return calls.call("tasks.claim_exhausted", () -> inner.claimExhausted(claim));
    }

    @Override
    public boolean extend(TaskRecord held, Instant now, Duration lease) {
        return calls.call("tasks.extend", () -> inner.extend(held, now, lease));
    }

    @Override
    public boolean release(TaskRecord held, Instant dueAt) {
        return calls.call("tasks.release", () -> inner.release(held, dueAt));
    }

    @Override
    public Optional<TaskRecord> find(TenantId tenant, TaskId id) {
        return calls.call("tasks.find", () -> inner.find(tenant, id));
    }

    @Override
    public List<TaskRecord> list(TenantId tenant, ExecutionId execution) {
        return calls.call("tasks.list", () -> inner.list(tenant, execution));
    }
}
