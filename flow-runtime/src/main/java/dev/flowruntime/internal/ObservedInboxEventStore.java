package dev.flowruntime.internal;

import dev.flowruntime.metrics.ClaimedWork;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.InboxEventStore;
import java.util.List;

/** Inbox events, timed. */
final class ObservedInboxEventStore implements InboxEventStore {
    private final InboxEventStore inner;
    private final StoreCalls calls;

    ObservedInboxEventStore(InboxEventStore inner, StoreCalls calls) {
        this.inner = inner;
        this.calls = calls;
    }

    @Override
    public EventOutcome accept(EventAcceptance acceptance) {
        return calls.call("inbox_events.accept", () -> inner.accept(acceptance));
    }

    @Override
    public List<InboxEvent> listPending(TenantId tenant, ExecutionId execution) {
        return calls.call("inbox_events.list_pending", () -> inner.listPending(tenant, execution));
    }

    @Override
    public void finish(TenantId tenant, EventId id, Json reply) {
        calls.run("inbox_events.finish", () -> inner.finish(tenant, id, reply));
    }

    @Override
    public List<InboxEvent> claimUnfinished(Claim claim) {
        return calls.claim("inbox_events.claim_unfinished", ClaimedWork.EVENT, () -> inner.claimUnfinished(claim));
    }
}
