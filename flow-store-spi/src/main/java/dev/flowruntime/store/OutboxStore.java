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
     * Leases pending entries that are due, the longest due first: {@code dueAt} becomes the end of the lease,
     * {@code attempts} and {@code generation} go up by one. A fresh entry is due when it was created. Of the entries of one
     * conversation and endpoint only the one that was committed first, of those still pending, can be leased, so that they
     * leave in order; entries of no conversation wait for no other. Two callers never hold the same entry. Crosses tenants.
     */
    List<Delivery> claim(Claim claim);

    /**
     * Ends a lease: the entry was delivered, is dead, or is pending until {@code dueAt}. A lease is held until it is settled
     * or claimed by another, even past its end.
     *
     * @return false when the lease is no longer held, and nothing changed
     */
    boolean settle(Delivery held, Delivery.State state, Instant dueAt);

    Optional<Delivery> find(TenantId tenant, OutboxId id);
}
