package dev.flowruntime.store;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps webhooks until they were delivered; they are made by commits. */
public interface OutboxStore {
    /**
     * Leases pending entries that are due: {@code dueAt} becomes the end of the lease, {@code attempts} and {@code generation}
     * go up by one. A fresh entry is due when it was created. The endpoints whose entries are due longest come first, with no
     * more entries each than the limits say, and the entries are in the order in which they were due; nothing is leased for an
     * endpoint that is paused. What waits for an endpoint that gets nothing does not make claims slower.
     *
     * <p>Of the entries of one conversation and endpoint only the one that was committed first, of those still pending, can be
     * leased, so that they leave in order; entries of no conversation wait for no other. Two callers never hold the same entry.
     * Crosses tenants.
     */
    List<Delivery> claim(Claim claim, EndpointLimits limits);

    /**
     * Ends a lease. A lease is held until it is settled or claimed by another, even past its end.
     *
     * @return false when the lease is no longer held, and nothing changed
     */
    boolean settle(Delivery held, Settlement settlement);

    /**
     * Makes a dead entry pending again, in its old place in its line; its attempts are counted anew.
     *
     * @param dueAt when it may be claimed
     * @return false when it is not dead, or not there
     */
    boolean replay(TenantId tenant, OutboxId id, Instant dueAt);

    Optional<Delivery> find(TenantId tenant, OutboxId id);

    /**
     * The tenant's deliveries in the order of their ids.
     *
     * @param after the last one of the page before; null for the first page
     */
    List<Delivery> list(TenantId tenant, DeliveryFilter filter, @Nullable OutboxId after, int limit);

    /**
     * What is pending: also what is leased, stands behind another entry, or waits for an endpoint that is paused. Crosses
     * tenants.
     *
     * @param most no more entries than these are counted, so that it costs the same however many there are; when there are
     *     more, the oldest is that of the counted ones
     */
    OutboxBacklog backlog(int most);
}
