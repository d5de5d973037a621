package dev.flowruntime.internal;

import dev.flowruntime.metrics.ClaimedWork;
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

/** Executions, timed. */
final class ObservedExecutionStore implements ExecutionStore {
    private final ExecutionStore inner;
    private final StoreCalls calls;

    ObservedExecutionStore(ExecutionStore inner, StoreCalls calls) {
        this.inner = inner;
        this.calls = calls;
    }

    @Override
    public TurnOutcome commit(TurnCommit turn) {
        return calls.call("executions.commit", () -> inner.commit(turn));
    }

    @Override
    public Optional<Execution> find(TenantId tenant, ExecutionId id) {
        return calls.call("executions.find", () -> inner.find(tenant, id));
    }

    @Override
    public Optional<Standing> load(TenantId tenant, ExecutionId id) {
        return calls.call("executions.load", () -> inner.load(tenant, id));
    }

    @Override
    public Optional<Execution> findAsking(TenantId tenant, ConversationId conversation) {
        return calls.call("executions.find_asking", () -> inner.findAsking(tenant, conversation));
    }

    @Override
    public List<Execution> listWaiting(TenantId tenant, String event, @Nullable ExecutionId after, int limit) {
        return calls.call("executions.list_waiting", () -> inner.listWaiting(tenant, event, after, limit));
    }

    @Override
    public List<Standing> claimDue(Due kind, Claim claim) {
        return calls.claim("executions.claim_due", ClaimedWork.EXECUTION, () -> inner.claimDue(kind, claim));
    }

    @Override
    public void reschedule(Execution claimed, @Nullable Instant wakeAt) {
        calls.run("executions.reschedule", () -> inner.reschedule(claimed, wakeAt));
    }

    @Override
    public List<HistoryEvent> listHistory(TenantId tenant, ExecutionId id) {
        return calls.call("executions.list_history", () -> inner.listHistory(tenant, id));
    }
}
