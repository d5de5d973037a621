package dev.flowruntime.store.shard;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.OutboxStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Webhooks, each on its tenant's shard; the due ones of all shards. */
final class RoutedOutboxStore implements OutboxStore {
    private final Shards shards;
    private final FairClaim<Delivery> due;

    RoutedOutboxStore(Shards shards) {
        this.shards = shards;
        this.due = new FairClaim<>(shards, delivery -> delivery.entry().createdAt());
    }

    @Override
    public List<Delivery> claim(Claim claim) {
        return due.claim(claim, (store, share) -> store.outbox().claim(share));
    }

    @Override
    public boolean settle(Delivery held, Delivery.State state, Instant dueAt) {
        return shards.of(held.entry().tenant()).outbox().settle(held, state, dueAt);
    }

    @Override
    public Optional<Delivery> find(TenantId tenant, OutboxId id) {
        return shards.of(tenant).outbox().find(tenant, id);
    }
}
