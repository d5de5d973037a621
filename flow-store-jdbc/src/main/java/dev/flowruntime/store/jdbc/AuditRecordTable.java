package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.AuditRecord;
import java.sql.SQLException;

/** The audit trail in {@code flow_audit_record}. */
final class AuditRecordTable {
    static final Insert INSERT = Insert.into(
            "flow_audit_record",
            "tenant_id",
            "id",
            "at",
            "actor",
            "action",
            "subject",
            "details",
            "ip_hash",
            "request_id");

    private AuditRecordTable() {}

    static void bind(Params params, AuditRecord record) throws SQLException {
        params.uuid(record.tenant().value())
                .uuid(record.id())
                .instant(record.at())
                .text(record.actor())
                .text(record.action())
                .text(record.subject())
                .json(record.details())
                .text(record.ipHash())
                .text(record.requestId());
    }
}
