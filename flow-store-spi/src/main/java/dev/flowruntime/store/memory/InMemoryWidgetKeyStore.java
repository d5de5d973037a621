package dev.flowruntime.store.memory;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.WidgetKeyStore;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * Widget keys by id; makers take turns, readers take no lock.
 *
 * <p>A public key only points to an id: what counts is whether the widget key found there still has it.
 */
final class InMemoryWidgetKeyStore implements WidgetKeyStore {
    private final Tables tables;
    private final ConcurrentMap<Key, WidgetKey> byId = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Key> byPublicKey = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, Long> mounts = new ConcurrentHashMap<>();

    InMemoryWidgetKeyStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public synchronized void put(WidgetKey key) {
        tables.requireOpen();
        Key id = new Key(key.tenant(), key.id().value());
        Key holder = byPublicKey.putIfAbsent(key.publicKey(), id);
        if (holder != null && !holder.equals(id)) {
            throw new StoreException(StoreException.Retry.NEVER, "the public key belongs to another widget key");
        }
        WidgetKey before = byId.put(id, key);
        if (before != null && !before.publicKey().equals(key.publicKey())) {
            byPublicKey.remove(before.publicKey());
        }
    }

    @Override
    public Optional<WidgetKey> find(TenantId tenant, WidgetKeyId id) {
        tables.requireOpen();
        return Optional.ofNullable(byId.get(new Key(tenant, id.value())));
    }

    @Override
    public Optional<WidgetKey> findByPublicKey(String publicKey) {
        tables.requireOpen();
        Key id = byPublicKey.get(publicKey);
        return id == null
                ? Optional.empty()
                : Optional.ofNullable(byId.get(id))
                        .filter(key -> key.publicKey().equals(publicKey));
    }

    @Override
    public List<WidgetKey> list(TenantId tenant) {
        tables.requireOpen();
        return byId.values().stream()
                .filter(key -> key.tenant().equals(tenant))
                .sorted(Comparator.comparing(WidgetKey::label)
                        .thenComparing(key -> key.id().toString()))
                .toList();
    }

    @Override
    public void addMounts(TenantId tenant, WidgetKeyId id, long more) {
        tables.requireOpen();
        Key key = new Key(tenant, id.value());
        if (byId.containsKey(key)) {
            mounts.merge(key, more, Long::sum);
        }
    }

    @Override
    public long countMounts(TenantId tenant, WidgetKeyId id) {
        tables.requireOpen();
        return mounts.getOrDefault(new Key(tenant, id.value()), 0L);
    }

    @Override
    public Set<String> listActiveOrigins() {
        tables.requireOpen();
        return byId.values().stream()
                .filter(key -> key.status() == WidgetKey.Status.ACTIVE)
                .flatMap(key -> key.allowedOrigins().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
