package dev.flowruntime.store;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the audit trail; nothing is ever changed in it. */
public interface AuditStore {
    /** Adds a record that belongs to no commit. */
    void append(AuditRecord record);

    /**
     * Records in the order of their time, those of one time in the order of their ids.
     *
     * @param action only those; null for all
     * @param after the place of the last record of the page before; null for the first page
     */
    List<AuditRecord> list(TenantId tenant, @Nullable String action, @Nullable Position after, int limit);
}
