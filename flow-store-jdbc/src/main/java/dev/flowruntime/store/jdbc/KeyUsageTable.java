package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What widget keys were used, by day, in {@code flow_key_usage}. */
final class KeyUsageTable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyUsageTable.class);

    private static final String ADD = """
            update flow_key_usage set sessions = sessions + ?, messages = messages + ?, events = events + ?,
                mounts = mounts + ?
            where tenant_id = ? and widget_key_id = ? and used_on = ?
            """;
    private static final String INSERT = """
            insert into flow_key_usage (sessions, messages, events, mounts, tenant_id, widget_key_id, used_on)
            values (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String LIST = """
            select widget_key_id, used_on, sessions, messages, events, mounts from flow_key_usage
            where tenant_id = ? and used_on >= ? and used_on <= ? order by used_on, widget_key_id
            """;

    private final Database database;
    private final Upsert upsert;

    KeyUsageTable(Database database) {
        this.database = database;
        this.upsert = new Upsert(database);
    }

    void add(TenantId tenant, List<KeyUsage> more) {
        // In one order, so that two who count the same keys do not wait for each other.
        List<KeyUsage> ordered = more.stream()
                .sorted(Comparator.comparing(KeyUsage::day)
                        .thenComparing(usage -> usage.widgetKey().toString()))
                .toList();
        try {
            upsert.runOnce(
                    Scope.of(tenant),
                    connection -> add(connection, tenant, ordered),
                    () -> new StoreException(Retry.AT_ONCE, "others count for the first time on the same day"));
        } catch (LostCommitException e) {
            LOG.info("the answer to a count was lost; it may be missing");
        }
    }

    private int add(Connection connection, TenantId tenant, List<KeyUsage> more) throws SQLException {
        for (KeyUsage usage : more) {
            Binding columns = params -> bind(params, tenant, usage);
            if (database.update(connection, ADD, columns) == 0) {
                database.update(connection, INSERT, columns);
            }
        }
        return more.size();
    }

    private static void bind(Params params, TenantId tenant, KeyUsage usage) throws SQLException {
        params.number(usage.sessions())
                .number(usage.messages())
                .number(usage.events())
                .number(usage.mounts())
                .uuid(tenant.value())
                .uuid(usage.widgetKey().value())
                .day(usage.day());
    }

    List<KeyUsage> list(TenantId tenant, LocalDate first, LocalDate last) {
        return database.list(
                Scope.of(tenant),
                LIST,
                params -> params.uuid(tenant.value()).day(first).day(last),
                row -> new KeyUsage(
                        new WidgetKeyId(row.uuid()),
                        row.day(),
                        row.number(),
                        row.number(),
                        row.number(),
                        row.number()));
    }
}
