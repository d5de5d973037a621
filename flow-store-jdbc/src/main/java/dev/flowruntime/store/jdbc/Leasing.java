package dev.flowruntime.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows that are due: locks those that nobody else has locked, the longest due first, and leases them from the database's
 * time on.
 *
 * <p>PostgreSQL does it in one statement; elsewhere one reads and locks, and one leases.
 */
final class Leasing {
    /** As arrays, of which PostgreSQL expects few elements: it then goes by the key, and never through the whole table. */
    private static final String KEYED = """
             from unnest(array(select tenant_id from due%1$s), array(select id from due%1$s)) k (tenant_id, id)
            where t.tenant_id = k.tenant_id and t.id = k.id""";

    private final Database database;
    private final String select;
    private final String lease;

    /**
     * @param table the name of the table
     * @param due a query that locks what is due; it has the columns {@code tenant_id} and {@code id}
     * @param leased what a lease sets; {@code %s} stands for its end
     */
    Leasing(Database database, String table, String due, String leased) {
        this(database, table, due, leased, "");
    }

    /** @param condition which of the rows are leased, a {@code where} by columns of {@code due}; the others are only locked */
    Leasing(Database database, String table, String due, String leased, String condition) {
        this.database = database;
        String update = "update " + table + " t set " + leased;
        if (database.dialect() instanceof PostgresDialect postgres) {
            select = "with due as materialized (" + due + "), leased as (" + update.formatted(postgres.later())
                    + KEYED.formatted(condition) + ") select * from due";
            lease = "";
        } else {
            select = due;
            lease = update.formatted("?") + " where t.tenant_id = ? and t.id = ?";
        }
    }

    /** What names a row, and when its lease ends. */
    record Key(UUID tenant, UUID id, Instant until) {}

    /**
     * Takes rows within a transaction.
     *
     * @param binding of the query for what is due
     * @param reader reads a row as it was before it was leased
     * @param key of a row that is leased; null for one that is only locked
     */
    <T> List<T> take(
            Connection connection,
            Duration duration,
            Binding binding,
            Row.Reader<T> reader,
            Function<T, @Nullable Key> key)
            throws SQLException {
        if (lease.isEmpty()) {
            return database.list(
                    connection,
                    select,
                    params -> {
                        binding.to(params);
                        params.number(duration.toNanos() / 1000);
                    },
                    reader);
        }
        List<T> rows = database.list(connection, select, binding, reader);
        database.updateAll(
                connection,
                lease,
                rows.stream().map(key).filter(Objects::nonNull).toList(),
                (params, leased) ->
                        params.instant(leased.until).uuid(leased.tenant).uuid(leased.id));
        return rows;
    }
}
