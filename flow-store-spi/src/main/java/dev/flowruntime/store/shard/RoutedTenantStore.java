package dev.flowruntime.store.shard;

import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.TenantStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Tenants, each on its shard; makers take turns, since a shard knows only its own slugs. */
final class RoutedTenantStore implements TenantStore {
    private final Shards shards;
    private final Lock makers = new ReentrantLock();

    RoutedTenantStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public void put(Tenant tenant) {
        Shard own = shards.shardOf(tenant.id());
        makers.lock();
        try {
            boolean held = own.store()
                    .tenants()
                    .find(tenant.id())
                    .filter(before -> before.slug().equals(tenant.slug()))
                    .isPresent();
            if (!held) {
                requireFree(tenant.slug(), own);
            }
            own.store().tenants().put(tenant);
        } finally {
            makers.unlock();
        }
    }

    private void requireFree(String slug, Shard own) {
        for (Shard other : shards.othersThan(own)) {
            boolean taken = other.ask(store -> store.tenants().list()).stream()
                    .anyMatch(tenant -> tenant.slug().equals(slug));
            if (taken) {
                throw new StoreException(StoreException.Retry.NEVER, "the slug " + slug + " belongs to another tenant");
            }
        }
    }

    @Override
    public Optional<Tenant> find(TenantId id) {
        return shards.of(id).tenants().find(id);
    }

    @Override
    public List<Tenant> list() {
        List<Tenant> all = new ArrayList<>();
        shards.askEach(store -> all.addAll(store.tenants().list())).requireNone();
        all.sort(Comparator.comparing(Tenant::slug));
        return List.copyOf(all);
    }
}
