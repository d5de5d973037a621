package dev.flowruntime.store.shard;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.WidgetKeyStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Widget keys, each on its tenant's shard; makers take turns, since a shard knows only its own public keys. */
final class RoutedWidgetKeyStore implements WidgetKeyStore {
    private final Shards shards;
    private final Lock makers = new ReentrantLock();

    RoutedWidgetKeyStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public void put(WidgetKey key) {
        Shard own = shards.shardOf(key.tenant());
        makers.lock();
        try {
            boolean held = own.store()
                    .widgetKeys()
                    .find(key.tenant(), key.id())
                    .filter(before -> before.publicKey().equals(key.publicKey()))
                    .isPresent();
            if (!held) { // a key must be revocable while another shard is down
                requireFree(key.publicKey(), own);
            }
            own.store().widgetKeys().put(key);
        } finally {
            makers.unlock();
        }
    }

    private void requireFree(String publicKey, Shard own) {
        for (Shard other : shards.othersThan(own)) {
            if (other.ask(store -> store.widgetKeys().findByPublicKey(publicKey))
                    .isPresent()) {
                throw new StoreException(StoreException.Retry.NEVER, "the public key belongs to another widget key");
            }
        }
    }

    @Override
    public Optional<WidgetKey> find(TenantId tenant, WidgetKeyId id) {
        return shards.of(tenant).widgetKeys().find(tenant, id);
    }

    @Override
    public Optional<WidgetKey> findByPublicKey(String publicKey) {
        return shards.find(store -> store.widgetKeys().findByPublicKey(publicKey));
    }

    @Override
    public List<WidgetKey> list(TenantId tenant) {
        return shards.of(tenant).widgetKeys().list(tenant);
    }

    /** Leaves out a shard that is out of reach: one shard must not stop the preflights of all tenants. */
    @Override
    public void addMounts(TenantId tenant, WidgetKeyId id, long mounts) {
        shards.of(tenant).widgetKeys().addMounts(tenant, id, mounts);
    }

    @Override
    public long countMounts(TenantId tenant, WidgetKeyId id) {
        return shards.of(tenant).widgetKeys().countMounts(tenant, id);
    }

    @Override
    public Set<String> listActiveOrigins() {
        Set<String> origins = new HashSet<>();
        shards.askEach(store -> origins.addAll(store.widgetKeys().listActiveOrigins()))
                .requireSomeOf(shards.all().size());
        return Set.copyOf(origins);
    }
}
