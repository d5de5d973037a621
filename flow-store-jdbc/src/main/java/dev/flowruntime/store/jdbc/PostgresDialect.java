package dev.flowruntime.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 15 or newer. */
final class PostgresDialect implements Dialect {
    static final String APP_ROLE = "flow_app";
    static final String DISPATCHER_ROLE = "flow_dispatcher";

    private final String timeouts;

    PostgresDialect(Duration statementTimeout, Duration lockTimeout) {
        timeouts = ", set_config('statement_timeout', '" + statementTimeout.toMillis() + "', true) is not null"
                + ", set_config('lock_timeout', '" + lockTimeout.toMillis() + "', true) is not null";
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String now() {
        return "statement_timestamp()";
    }

    @Override
    public String later() {
        return "statement_timestamp() + ? * interval '1 microsecond'";
    }

    /**
     * Gives the transaction its role and its tenant; both go with the transaction.
     *
     * <p>It yields flags, not texts: the driver sends what follows a statement in the same trip only where it can tell how
     * long the answers will be.
     */
    String context(Scope scope) {
        String role = scope instanceof Scope.Crossing ? DISPATCHER_ROLE : APP_ROLE;
        return "select set_config('role', '" + role + "', true) is not null,"
                + " set_config('app.tenant', ?, true) is not null" + timeouts;
    }

    void bindContext(Params params, Scope scope) throws SQLException {
        params.text(scope instanceof Scope.OfTenant one ? one.tenant().toString() : "");
    }

    @Override
    public void begin(Connection connection, Scope scope) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.setAutoCommit(
                    true); // transactions are begun and ended by statements, which can travel with others
        }
        try (PreparedStatement statement =
                connection.prepareStatement("begin isolation level read committed;" + context(scope))) {
            bindContext(new Params(statement, this), scope);
            statement.execute();
        }
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        execute(connection, "commit");
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        execute(connection, "rollback");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable UUID value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.OTHER, "uuid");
        } else {
            statement.setObject(index, value);
        }
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, OffsetDateTime.ofInstant(value, ZoneOffset.UTC));
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
