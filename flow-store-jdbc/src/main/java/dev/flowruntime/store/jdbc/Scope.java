package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.TenantId;

/** Whose rows a unit of work may see and write. */
sealed interface Scope {
    /** One tenant's. */
    record OfTenant(TenantId tenant) implements Scope {}

    /** All tenants', for claims and for the directories that tell a tenant. */
    record Crossing() implements Scope {}

    static Scope of(TenantId tenant) {
        return new OfTenant(tenant);
    }

    static Scope crossing() {
        return new Crossing();
    }
}
