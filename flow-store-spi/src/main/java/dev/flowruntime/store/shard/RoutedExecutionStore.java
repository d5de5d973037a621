package dev.flowruntime.store.shard;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.Standing;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Executions, each on its tenant's shard; the due ones of all shards. */
final class RoutedExecutionStore implements ExecutionStore {
    private final Shards shards;
    private final FairClaim<Standing> due;

    RoutedExecutionStore(Shards shards) {
        this.shards = shards;
        this.due = new FairClaim<>(shards);
    }

    @Override
    public TurnOutcome commit(TurnCommit turn) {
        return shards.of(turn.execution().tenant()).executions().commit(turn);
    }

    @Override
    public Optional<Execution> find(TenantId tenant, ExecutionId id) {
        return shards.of(tenant).executions().find(tenant, id);
    }

    @Override
    public Optional<Standing> load(TenantId tenant, ExecutionId id) {
        return shards.of(tenant).executions().load(tenant, id);
    }

    @Override
    public Optional<Execution> findAsking(TenantId tenant, ConversationId conversation) {
        return shards.of(tenant).executions().findAsking(tenant, conversation);
    }

    @Override
    public List<Execution> listWaiting(TenantId tenant, String event, @Nullable ExecutionId after, int limit) {
        return shards.of(tenant).executions().listWaiting(tenant, event, after, limit);
    }

    @Override
    public List<Standing> claimDue(Due kind, Claim claim) {
        return due.claim(claim, (store, share) -> store.executions().claimDue(kind, share));
    }

    @Override
    public void reschedule(Execution claimed, @Nullable Instant wakeAt) {
        shards.of(claimed.tenant()).executions().reschedule(claimed, wakeAt);
    }

    @Override
    public List<HistoryEvent> listHistory(TenantId tenant, ExecutionId id) {
        return shards.of(tenant).executions().listHistory(tenant, id);
    }
}
