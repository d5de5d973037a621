package dev.flowruntime.store;

import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import java.util.List;
import java.util.Optional;

/** Keeps tenants. */
public interface TenantStore {
    /**
     * Makes the tenant, or replaces its slug and name; the time it was made stays.
     *
     * @throws StoreException {@code NEVER} when the slug belongs to another tenant
     */
    void put(Tenant tenant);

    Optional<Tenant> find(TenantId id);

    /** All tenants, by slug. Crosses tenants: for operators. */
    List<Tenant> list();
}
