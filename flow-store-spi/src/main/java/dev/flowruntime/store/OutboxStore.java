package dev.flowruntime.store;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps webhooks until they were delivered; they are made by commits. */
public interface OutboxStore {
    /**
     * Leases pending entries that are due, the longest due first. Of the entries of one conversation and endpoint only the
     * oldest pending one can be leased, so that they leave in order. Two callers never hold the same entry. Crosses
     * tenants.
     */
    List<Delivery> claim(Claim claim);

    /**
     * Ends a lease: the entry was delivered, is dead, or is pending until {@code dueAt}.
     *
     * @return false when the lease is no longer held, and nothing changed
     */
    boolean settle(Delivery held, Delivery.State state, Instant dueAt);

    Optional<Delivery> find(TenantId tenant, OutboxId id);
}
