package dev.flowruntime.store.memory;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.AuditStore;
import dev.flowruntime.store.Position;
import java.util.List;
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
    public List<AuditRecord> list(TenantId tenant, @Nullable String action, @Nullable Position after, int limit) {
        tables.requireOpen();
        Recent<AuditRecord> trail = trails.get(tenant);
        if (trail == null) {
            return List.of();
        }
        return trail.toList().stream()
                .filter(record -> action == null || record.action().equals(action))
                .map(record -> new Placed<>(new Position(record.at(), record.id()), record))
                .collect(Placed.page(after, limit));
    }
}
