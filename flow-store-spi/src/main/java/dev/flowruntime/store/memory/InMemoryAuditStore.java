package dev.flowruntime.store.memory;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.AuditStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The newest audit records of each tenant. */
final class InMemoryAuditStore implements AuditStore {
    private final Tables tables;
    private final int keep;
    private final ConcurrentMap<TenantId, Recent<AuditRecord>> trails = new ConcurrentHashMap<>();

    InMemoryAuditStore(Tables tables, int keep) {
        this.tables = tables;
        this.keep = keep;
    }

    @Override
    public void append(AuditRecord record) {
        tables.requireOpen();
        addAll(record.tenant(), List.of(record));
    }

    /** Adds the records of a commit. */
    void addAll(TenantId tenant, List<AuditRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        Recent<AuditRecord> trail = trails.get(tenant);
        if (trail == null) {
            trail = trails.computeIfAbsent(tenant, id -> new Recent<>(keep));
        }
        trail.addAll(records);
    }

    @Override
    public List<AuditRecord> list(TenantId tenant, @Nullable String action, @Nullable UUID after, int limit) {
        tables.requireOpen();
        Recent<AuditRecord> trail = trails.get(tenant);
        if (trail == null) {
            return List.of();
        }
        List<AuditRecord> all = trail.toList();
        return all.subList(after == null ? 0 : indexAfter(all, after), all.size()).stream()
                .filter(record -> action == null || record.action().equals(action))
                .limit(limit)
                .toList();
    }

    private static int indexAfter(List<AuditRecord> all, UUID id) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return i + 1;
            }
        }
        return all.size();
    }
}
