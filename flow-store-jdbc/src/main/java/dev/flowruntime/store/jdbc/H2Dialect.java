package dev.flowruntime.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** H2 2.2 or newer, in memory or in a file. It has no walls between tenants but the conditions of the statements. */
final class H2Dialect implements Dialect {
    private final boolean joined;
    private final String timeouts;

    H2Dialect(Duration statementTimeout, Duration lockTimeout) {
        joined = false;
        timeouts = "set query_timeout " + statementTimeout.toMillis() + "; set lock_timeout " + lockTimeout.toMillis();
    }

    private H2Dialect() {
        joined = true;
        timeouts = "";
    }

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public String now() {
        return "current_timestamp(6)";
    }

    @Override
    public String later() {
        return "dateadd(microsecond, ?, current_timestamp(6))";
    }

    @Override
    public void begin(Connection connection, Scope scope) throws SQLException {
        if (joined) {
            Dialect.execute(connection, "savepoint flow_unit");
            return;
        }
        if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        // a transaction that was begun by a statement turns auto-commit on again at its end
        Dialect.execute(connection, connection.getAutoCommit() ? timeouts + "; begin" : timeouts);
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        Dialect.execute(connection, joined ? "release savepoint flow_unit" : "commit");
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        Dialect.execute(connection, joined ? "rollback to savepoint flow_unit" : "rollback");
    }

    @Override
    public Dialect joined() {
        return new H2Dialect();
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable UUID value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.OTHER);
        } else {
            statement.setObject(index, value);
        }
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        }
    }

    @Override
    public @Nullable UUID uuid(ResultSet rows, int index) throws SQLException {
        return rows.getObject(index, UUID.class);
    }

    @Override
    public @Nullable Instant instant(ResultSet rows, int index) throws SQLException {
        OffsetDateTime value = rows.getObject(index, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
