package dev.flowruntime.store.shard;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Upload;
import dev.flowruntime.model.UploadId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.UploadStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Uploads, each on its tenant's shard; the expired ones of all shards. */
final class RoutedUploadStore implements UploadStore {
    private final Shards shards;
    private final FairClaim<Upload> expired;

    RoutedUploadStore(Shards shards) {
        this.shards = shards;
        this.expired = new FairClaim<>(shards, Upload::createdAt);
    }

    @Override
    public boolean reserve(Upload upload, long quota) {
        return shards.of(upload.tenant()).uploads().reserve(upload, quota);
    }

    @Override
    public boolean complete(Upload arrived) {
        return shards.of(arrived.tenant()).uploads().complete(arrived);
    }

    @Override
    public Optional<Upload> find(TenantId tenant, UploadId id) {
        return shards.of(tenant).uploads().find(tenant, id);
    }

    @Override
    public boolean use(TenantId tenant, Set<UploadId> ids, String usedBy) {
        return shards.of(tenant).uploads().use(tenant, ids, usedBy);
    }

    @Override
    public List<Upload> claimExpired(Claim claim) {
        return expired.claim(claim, (store, share) -> store.uploads().claimExpired(share));
    }

    @Override
    public void delete(TenantId tenant, UploadId id) {
        shards.of(tenant).uploads().delete(tenant, id);
    }
}
