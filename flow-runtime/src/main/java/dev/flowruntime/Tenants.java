package dev.flowruntime;

import dev.flowruntime.internal.Engine;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import java.util.List;
import java.util.Optional;

/** The tenants of a deployment. */
public final class Tenants {
    private final Engine engine;

    Tenants(Engine engine) {
        this.engine = engine;
    }

    /**
     * Makes a tenant with a new id.
     *
     * @throws dev.flowruntime.store.StoreException when another tenant has the slug
     */
    public Tenant create(String slug, String name) {
        return put(new TenantId(engine.services().ids().get()), slug, name);
    }

    /**
     * Makes the tenant, or gives it another slug and name.
     *
     * @throws dev.flowruntime.store.StoreException when another tenant has the slug
     */
    public Tenant put(TenantId id, String slug, String name) {
        Tenant tenant = new Tenant(id, slug, name, engine.services().now());
        engine.services().store().tenants().put(tenant);
        return find(id).orElse(tenant);
    }

    public Optional<Tenant> find(TenantId id) {
        return engine.services().store().tenants().find(id);
    }

    /** All of them, by slug. */
    public List<Tenant> list() {
        return engine.services().store().tenants().list();
    }
}
