package dev.flowruntime.internal;

import dev.flowruntime.metrics.ClaimedWork;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outbox, timed. */
final class ObservedOutboxStore implements OutboxStore {
    private final OutboxStore inner;
    private final StoreCalls calls;

    ObservedOutboxStore(OutboxStore inner, StoreCalls calls) {
        this.inner = inner;
        this.calls = calls;
    }

    @Override
    public List<Delivery> claim(Claim claim, EndpointLimits limits) {
        return calls.claim("outbox.claim", ClaimedWork.WEBHOOK, () -> inner.claim(claim, limits));
    }

    @Override
    public boolean settle(Delivery held, Settlement settlement) {
        return calls.call("outbox.settle", () -> inner.settle(held, settlement));
    }

    @Override
    public boolean replay(TenantId tenant, OutboxId id, Instant dueAt) {
        return calls.call("outbox.replay", () -> inner.replay(tenant, id, dueAt));
    }

    @Override
    public Optional<Delivery> find(TenantId tenant, OutboxId id) {
        return calls.call("outbox.find", () -> inner.find(tenant, id));
    }

    @Override
    public List<Delivery> list(TenantId tenant, DeliveryFilter filter, @Nullable OutboxId after, int limit) {
        return calls.call("outbox.list", () -> inner.list(tenant, filter, after, limit));
    }

    @Override
    public OutboxBacklog backlog(int most) {
        return calls.call("outbox.backlog", () -> inner.backlog(most));
    }
}
