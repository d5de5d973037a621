package dev.flowruntime.store.shard;

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

/** Inbox events, each on its tenant's shard; the unfinished ones of all shards. */
final class RoutedInboxEventStore implements InboxEventStore {
    private final Shards shards;
    private final FairClaim<InboxEvent> unfinished;

    RoutedInboxEventStore(Shards shards) {
        this.shards = shards;
        this.unfinished = new FairClaim<>(shards, InboxEvent::receivedAt);
    }

    @Override
    public EventOutcome accept(EventAcceptance acceptance) {
        return shards.of(acceptance.event().tenant()).inboxEvents().accept(acceptance);
    }

    @Override
    public List<InboxEvent> listPending(TenantId tenant, ExecutionId execution) {
        return shards.of(tenant).inboxEvents().listPending(tenant, execution);
    }

    @Override
    public void finish(TenantId tenant, EventId id, Json reply) {
        shards.of(tenant).inboxEvents().finish(tenant, id, reply);
    }

    @Override
    public List<InboxEvent> claimUnfinished(Claim claim) {
        return unfinished.claim(claim, (store, share) -> store.inboxEvents().claimUnfinished(share));
    }
}
