package dev.flowruntime.store.memory;

import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.TenantStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Tenants by id; makers take turns, readers take no lock. */
final class InMemoryTenantStore implements TenantStore {
    private final Tables tables;
    private final ConcurrentMap<TenantId, Tenant> byId = new ConcurrentHashMap<>();
    private final Map<String, TenantId> bySlug = new HashMap<>();

    InMemoryTenantStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public synchronized void put(Tenant tenant) {
        tables.requireOpen();
        TenantId holder = bySlug.putIfAbsent(tenant.slug(), tenant.id());
        if (holder != null && !holder.equals(tenant.id())) {
            throw new StoreException(
                    StoreException.Retry.NEVER, "the slug " + tenant.slug() + " belongs to another tenant");
        }
        Tenant before = byId.get(tenant.id());
        if (before == null) {
            byId.put(tenant.id(), tenant);
            return;
        }
        byId.put(tenant.id(), new Tenant(tenant.id(), tenant.slug(), tenant.name(), before.createdAt()));
        if (!before.slug().equals(tenant.slug())) {
            bySlug.remove(before.slug());
        }
    }

    @Override
    public Optional<Tenant> find(TenantId id) {
        tables.requireOpen();
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public List<Tenant> list() {
        tables.requireOpen();
        return byId.values().stream().sorted(Comparator.comparing(Tenant::slug)).toList();
    }
}
