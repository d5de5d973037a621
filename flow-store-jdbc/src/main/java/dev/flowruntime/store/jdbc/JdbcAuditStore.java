package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.AuditStore;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit trail in {@code flow_audit_record}. */
final class JdbcAuditStore implements AuditStore {
    private static final String LIST = """
            select tenant_id, id, at, actor, action, subject, details, ip_hash, request_id
            from flow_audit_record
            where tenant_id = ?
            """;
    private static final String OF_ACTION = "and action = ?\n";
    // the first comparison is for the index: not every product looks up a pair in it
    private static final String AFTER = "and at >= ? and (at > ? or id > ?)\n";
    private static final String IN_ORDER = "order by at, id limit ?\n";

    private final Database database;

    JdbcAuditStore(Database database) {
        this.database = database;
    }

    @Override
    public void append(AuditRecord record) {
        try {
            insert(record);
        } catch (LostCommitException e) {
            insertUnlessThere(record);
        } catch (SQLException e) {
            throw Database.refusal(e);
        }
    }

    /** An id is new, so the record under it can only be the same one. */
    private void insertUnlessThere(AuditRecord record) {
        try {
            insert(record);
        } catch (LostCommitException e) {
            throw Failures.toStoreException(e);
        } catch (SQLException e) {
            if (!Failures.isDuplicateKey(e)) {
                throw Database.refusal(e);
            }
        }
    }

    private void insert(AuditRecord record) throws SQLException {
        database.tryTransact(
                Scope.of(record.tenant()),
                connection -> database.update(
                        connection, AuditRecordTable.INSERT.values(), params -> AuditRecordTable.bind(params, record)));
    }

    @Override
    public List<AuditRecord> list(TenantId tenant, @Nullable String action, @Nullable Position after, int limit) {
        String sql = LIST + (action == null ? "" : OF_ACTION) + (after == null ? "" : AFTER) + IN_ORDER;
        Binding binding = params -> {
            params.uuid(tenant.value());
            if (action != null) {
                params.text(action);
            }
            if (after != null) {
                params.instant(after.at()).instant(after.at()).uuid(after.id());
            }
            params.integer(limit);
        };
        return database.list(Scope.of(tenant), sql, binding, JdbcAuditStore::read);
    }

    private static AuditRecord read(Row row) throws SQLException {
        TenantId tenant = new TenantId(row.uuid());
        return new AuditRecord(
                row.uuid(),
                tenant,
                row.instant(),
                row.text(),
                row.text(),
                row.text(),
                row.json(),
                row.textOrNull(),
                row.textOrNull());
    }
}
