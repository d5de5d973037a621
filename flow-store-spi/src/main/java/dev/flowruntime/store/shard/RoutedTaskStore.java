package dev.flowruntime.store.shard;

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

/** Tasks, each on its tenant's shard; the due ones of all shards. */
final class RoutedTaskStore implements TaskStore {
    private final Shards shards;
    private final FairClaim<TaskRecord> due;
    private final FairClaim<TaskRecord> uncounted;
    private final FairClaim<TaskRecord> exhausted;

    RoutedTaskStore(Shards shards) {
        this.shards = shards;
        this.due = new FairClaim<>(shards);
        this.uncounted = new FairClaim<>(shards);
        this.exhausted = new FairClaim<>(shards);
    }

    @Override
    public List<TaskRecord> claim(@Nullable TenantId tenant, Set<String> queues, Claim claim) {
        return tenant == null
                ? due.claim(claim, (store, share) -> store.tasks().claim(null, queues, share))
                : shards.of(tenant).tasks().claim(tenant, queues, claim);
    }

    @Override
    public List<TaskRecord> claimUncounted(Set<String> queues, Claim claim) {
        return uncounted.claim(claim, (store, share) -> store.tasks().claimUncounted(queues, share));
    }

    @Override
    public List<TaskRecord> claimExhausted(Claim claim) {
        return exhausted.claim(claim, (store, share) -> store.tasks().claimExhausted(share));
    }

    @Override
    public boolean extend(TaskRecord held, Instant now, Duration lease) {
        return shards.of(held.tenant()).tasks().extend(held, now, lease);
    }

    @Override
    public boolean release(TaskRecord held, Instant dueAt) {
        return shards.of(held.tenant()).tasks().release(held, dueAt);
    }

    @Override
    public Optional<TaskRecord> find(TenantId tenant, TaskId id) {
        return shards.of(tenant).tasks().find(tenant, id);
    }

    @Override
    public List<TaskRecord> list(TenantId tenant, ExecutionId execution) {
        return shards.of(tenant).tasks().list(tenant, execution);
    }
}
