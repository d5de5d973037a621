package dev.flowruntime.store.memory;

import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.SettingsStore;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Documents by tenant and name. */
final class InMemorySettingsStore implements SettingsStore {
    private final Tables tables;
    private final ConcurrentMap<SettingKey, Json> documents = new ConcurrentHashMap<>();

    InMemorySettingsStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public void put(TenantId tenant, String name, Json document) {
        tables.requireOpen();
        documents.put(new SettingKey(tenant, name), document);
    }

    @Override
    public Optional<Json> find(TenantId tenant, String name) {
        tables.requireOpen();
        return Optional.ofNullable(documents.get(new SettingKey(tenant, name)));
    }

    private record SettingKey(TenantId tenant, String name) {}
}
