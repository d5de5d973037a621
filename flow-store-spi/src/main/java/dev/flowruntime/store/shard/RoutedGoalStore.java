package dev.flowruntime.store.shard;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Completion;
import dev.flowruntime.model.Goal;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.CompletionOutcome;
import dev.flowruntime.store.GoalCount;
import dev.flowruntime.store.GoalStore;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.TrafficRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goals and completions, each tenant's on its shard. */
final class RoutedGoalStore implements GoalStore {
    private final Shards shards;

    RoutedGoalStore(Shards shards) {
        this.shards = shards;
    }

    private GoalStore of(TenantId tenant) {
        return shards.of(tenant).goals();
    }

    @Override
    public boolean add(Goal goal) {
        return of(goal.tenant()).add(goal);
    }

    @Override
    public boolean replace(Goal goal) {
        return of(goal.tenant()).replace(goal);
    }

    @Override
    public List<Goal> list(TenantId tenant) {
        return of(tenant).list(tenant);
    }

    @Override
    public CompletionOutcome complete(Completion completion, AuditRecord audit) {
        return of(completion.tenant()).complete(completion, audit);
    }

    @Override
    public List<Completion> listCompletions(
            TenantId tenant, @Nullable String goal, TrafficRange range, @Nullable Position after, int limit) {
        return of(tenant).listCompletions(tenant, goal, range, after, limit);
    }

    @Override
    public List<GoalCount> countCompletions(TenantId tenant, TrafficRange range) {
        return of(tenant).countCompletions(tenant, range);
    }
}
