package dev.flowruntime.store.shard;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.AuditStore;
import dev.flowruntime.store.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Audit trails, each on its tenant's shard. */
final class RoutedAuditStore implements AuditStore {
    private final Shards shards;

    RoutedAuditStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public void append(AuditRecord record) {
        shards.of(record.tenant()).audit().append(record);
    }

    @Override
    public List<AuditRecord> list(TenantId tenant, @Nullable String action, @Nullable Position after, int limit) {
        return shards.of(tenant).audit().list(tenant, action, after, limit);
    }
}
