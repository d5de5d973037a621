package dev.flowruntime.store.shard;

import dev.flowruntime.model.FormId;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FormChange;
import dev.flowruntime.store.FormStore;
import java.util.List;
import java.util.Optional;

/** Form versions, each on its tenant's shard. */
final class RoutedFormStore implements FormStore {
    private final Shards shards;

    RoutedFormStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public FormChange publish(FormVersion next) {
        return shards.of(next.tenant()).forms().publish(next);
    }

    @Override
    public void archive(TenantId tenant, FormId form) {
        shards.of(tenant).forms().archive(tenant, form);
    }

    @Override
    public Optional<FormVersion> findActive(TenantId tenant, FormId form) {
        return shards.of(tenant).forms().findActive(tenant, form);
    }

    @Override
    public Optional<FormVersion> findActive(TenantId tenant, String code) {
        return shards.of(tenant).forms().findActive(tenant, code);
    }

    @Override
    public List<FormVersion> listVersions(TenantId tenant, String code) {
        return shards.of(tenant).forms().listVersions(tenant, code);
    }

    @Override
    public List<FormVersion> listActive(TenantId tenant) {
        return shards.of(tenant).forms().listActive(tenant);
    }
}
