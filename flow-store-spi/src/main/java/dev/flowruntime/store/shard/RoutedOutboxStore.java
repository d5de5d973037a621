package dev.flowruntime.store.shard;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.DeliveryFilter;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.OutboxBacklog;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.Settlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Webhooks, each on its tenant's shard; the due ones of all shards. */
final class RoutedOutboxStore implements OutboxStore {
    private final Shards shards;
    private final FairClaim<Delivery> due;

    RoutedOutboxStore(Shards shards) {
        this.shards = shards;
        this.due = new FairClaim<>(shards, delivery -> delivery.entry().createdAt());
    }

    @Override
    public List<Delivery> claim(Claim claim, EndpointLimits limits) {
        List<Delivery> claimed = new ArrayList<>(); // a shard may be asked twice
        return due.claim(claim, (store, share) -> {
            List<Delivery> more = store.outbox().claim(share, limits.less(claimed));
            claimed.addAll(more);
            return more;
        });
    }

    @Override
    public boolean settle(Delivery held, Settlement settlement) {
        return shards.of(held.entry().tenant()).outbox().settle(held, settlement);
    }

    @Override
    public boolean replay(TenantId tenant, OutboxId id, Instant dueAt) {
        return shards.of(tenant).outbox().replay(tenant, id, dueAt);
    }

    @Override
    public Optional<Delivery> find(TenantId tenant, OutboxId id) {
        return shards.of(tenant).outbox().find(tenant, id);
    }

    @Override
    public List<Delivery> list(TenantId tenant, DeliveryFilter filter, @Nullable OutboxId after, int limit) {
        return shards.of(tenant).outbox().list(tenant, filter, after, limit);
    }

    /** Of the shards that are in reach: whoever watches it must still see those when another is down. */
    @Override
    public OutboxBacklog backlog(int most) {
        List<OutboxBacklog> each = new ArrayList<>();
        Failures failures = shards.askEach(store -> each.add(store.outbox().backlog(most)));
        failures.requireSomeOf(shards.all().size());
        return each.stream().reduce(OutboxBacklog.NONE, (sum, one) -> sum.plus(one, most));
    }
}
