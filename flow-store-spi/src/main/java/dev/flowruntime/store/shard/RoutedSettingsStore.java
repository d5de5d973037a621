package dev.flowruntime.store.shard;

import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.SettingsStore;
import java.util.Optional;

/** Settings, each on its tenant's shard. */
final class RoutedSettingsStore implements SettingsStore {
    private final Shards shards;

    RoutedSettingsStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public void put(TenantId tenant, String name, Json document) {
        shards.of(tenant).settings().put(tenant, name, document);
    }

    @Override
    public Optional<Json> find(TenantId tenant, String name) {
        return shards.of(tenant).settings().find(tenant, name);
    }
}
