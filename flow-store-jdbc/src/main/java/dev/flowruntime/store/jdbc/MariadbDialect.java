package dev.flowruntime.store.jdbc;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB 10.11 or newer. It has no walls between tenants but the conditions of the statements.
 *
 * <p>Ids are sixteen bytes, which sort like their texts; the product's own type for them does not. Times are UTC without a
 * zone, so that no zone of a session, a driver or a JVM counts.
 */
final class MariadbDialect implements Dialect {
    /** The state of a session that would cut a text that is too long; only a statement of its own can change that. */
    private static final String LENIENT = "45F01";

    private static final String BE_STRICT =
            "set session sql_mode = concat_ws(',', nullif(@@sql_mode, ''), 'STRICT_TRANS_TABLES')";

    private final boolean joined;
    private final String begin;

    MariadbDialect(Duration statementTimeout, Duration lockTimeout) {
        joined = false;
        long lockSeconds = Math.max(1, lockTimeout.plusMillis(999).toSeconds());
        // one trip, and auto-commit stays as it is
        begin = "begin not atomic if not find_in_set('STRICT_TRANS_TABLES', @@sql_mode) then signal sqlstate '"
                + LENIENT
                + "'; end if; set session innodb_lock_wait_timeout = " + lockSeconds + ", max_statement_time = "
                + BigDecimal.valueOf(statementTimeout.toMillis(), 3).toPlainString()
                + "; set transaction isolation level read committed; start transaction; end";
    }

    private MariadbDialect() {
        joined = true;
        begin = "savepoint flow_unit";
    }

    @Override
    public String name() {
        return "mariadb";
    }

    @Override
    public String now() {
        return "utc_timestamp(6)";
    }

    @Override
    public String later() {
        return "utc_timestamp(6) + interval ? microsecond";
    }

    @Override
    public void begin(Connection connection, Scope scope) throws SQLException {
        try {
            Dialect.execute(connection, begin);
        } catch (SQLException e) {
            if (!LENIENT.equals(e.getSQLState())) {
                throw e;
            }
            Dialect.execute(connection, BE_STRICT);
            Dialect.execute(connection, begin);
        }
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
        return new MariadbDialect();
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable UUID value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BINARY);
        } else {
            statement.setBytes(
                    index,
                    ByteBuffer.allocate(16)
                            .putLong(value.getMostSignificantBits())
                            .putLong(value.getLeastSignificantBits())
                            .array());
        }
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.TIMESTAMP);
        } else {
            statement.setObject(index, LocalDateTime.ofInstant(value.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
        }
    }

    @Override
    public @Nullable UUID uuid(ResultSet rows, int index) throws SQLException {
        byte[] bytes = rows.getBytes(index);
        if (bytes == null) {
            return null;
        }
        ByteBuffer value = ByteBuffer.wrap(bytes);
        return new UUID(value.getLong(), value.getLong());
    }

    @Override
    public @Nullable Instant instant(ResultSet rows, int index) throws SQLException {
        LocalDateTime value = rows.getObject(index, LocalDateTime.class);
        return value == null ? null : value.toInstant(ZoneOffset.UTC);
    }
}
