package dev.flowruntime.store.shard;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/** Files, each on its tenant's shard. */
final class RoutedBlobStore implements BlobStore {
    private final Shards shards;

    RoutedBlobStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public void write(TenantId tenant, UUID name, InputStream content) throws IOException {
        shards.of(tenant).blobs().write(tenant, name, content);
    }

    @Override
    public Optional<InputStream> open(TenantId tenant, UUID name) {
        return shards.of(tenant).blobs().open(tenant, name);
    }

    @Override
    public void delete(TenantId tenant, UUID name) {
        shards.of(tenant).blobs().delete(tenant, name);
    }
}
