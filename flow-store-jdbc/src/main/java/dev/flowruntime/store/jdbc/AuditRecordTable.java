package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.AuditRecord;
import java.sql.Connection;
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

    private static final String FIND = "select 1 from flow_audit_record where tenant_id = ? and at = ? and id = ?";

    private AuditRecordTable() {}

    static boolean isStored(Database database, Connection connection, AuditRecord record) throws SQLException {
        return database.find(connection, FIND, params -> bindKey(params, record), Row::integer)
                .isPresent();
    }

    static boolean isStored(Database database, AuditRecord record) {
        return database.find(Scope.of(record.tenant()), FIND, params -> bindKey(params, record), Row::integer)
                .isPresent();
    }

    private static void bindKey(Params params, AuditRecord record) throws SQLException {
        params.uuid(record.tenant().value()).instant(record.at()).uuid(record.id());
    }

    static void bind(Values params, AuditRecord record) throws SQLException {
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
