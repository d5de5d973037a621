package dev.flowruntime.store;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.TenantId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the audit trail; nothing is ever changed in it. */
public interface AuditStore {
    /** Adds a record that belongs to no commit. */
    void append(AuditRecord record);

    /**
     * Records in the order in which they were stored.
     *
     * @param action only those; null for all
     * @param after the id of the record to go on after; null for the beginning; after an unknown one comes nothing
     */
    List<AuditRecord> list(TenantId tenant, @Nullable String action, @Nullable UUID after, int limit);
}
