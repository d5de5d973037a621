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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL 15 or newer. A unit of work is begun and ended by statements of its own, which can travel together with
 * others; role and tenant are set for the transaction and go with it.
 */
final class PostgresDialect implements Dialect {
    static final String APP_ROLE = "flow_app";
    static final String DISPATCHER_ROLE = "flow_dispatcher";

    /**
     * For a statement of several commits: it is planned once, not for the values of each group, and where one of its rows is
     * locked the others do not wait for it.
     */
    static final String GROUP_SETTINGS =
            "select" + set("plan_cache_mode", "'force_generic_plan'") + "," + set("lock_timeout", "'50'");

    /** For claims: the planner cannot tell how few rows they take, and compiling them takes longer than running them. */
    private static final String UNCOMPILED = set("jit", "'off'");

    private final boolean joined;
    private final String opening;
    private final String timeouts;

    PostgresDialect(Duration statementTimeout, Duration lockTimeout) {
        joined = false;
        opening = "begin isolation level read committed;";
        timeouts = "," + set("statement_timeout", "'" + statementTimeout.toMillis() + "'") + ","
                + set("lock_timeout", "'" + lockTimeout.toMillis() + "'");
    }

    /** In somebody else's transaction, whose role, tenant and time-outs stay as they are. */
    private PostgresDialect() {
        joined = true;
        opening = "savepoint flow_unit;select" + set("flow.outer_role", "current_setting('role')") + ","
                + set("flow.outer_tenant", "coalesce(current_setting('app.tenant', true), '')") + ","
                // what an earlier commit of the same transaction was judged to be
                + set(CommitStatement.HOLDS, "''") + ";";
        timeouts = "";
    }

    /** A flag, not the text that was set: the driver sends on only behind answers of known length. */
    private static String set(String name, String value) {
        return " set_config('" + name + "', " + value + ", true) is not null";
    }

    @Override
    public Dialect joined() {
        return new PostgresDialect();
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

    /** How many statements {@link #opening} has. */
    int openingStatements() {
        return joined ? 3 : 2;
    }

    /** What a unit of work begins with; {@link #bindOpening} gives it its parameters. */
    String opening(Scope scope) {
        boolean crosses = scope instanceof Scope.Crossing;
        String role = crosses ? DISPATCHER_ROLE : APP_ROLE;
        return opening + "select" + set("role", "'" + role + "'") + "," + set("app.tenant", "?")
                + (crosses ? "," + UNCOMPILED : "") + timeouts;
    }

    void bindOpening(Params params, Scope scope) throws SQLException {
        params.text(scope instanceof Scope.OfTenant one ? one.tenant().toString() : "");
    }

    /** What a unit of work ends with. */
    String closing() {
        return joined
                ? "select" + set("role", "current_setting('flow.outer_role')") + ","
                        + set("app.tenant", "current_setting('flow.outer_tenant')") + ";release savepoint flow_unit"
                : "commit";
    }

    @Override
    public void begin(Connection connection, Scope scope) throws SQLException {
        prepare(connection);
        try (PreparedStatement statement = connection.prepareStatement(opening(scope))) {
            bindOpening(new Params(statement, this), scope);
            statement.execute();
        }
    }

    /** Makes sure that the driver begins no transaction of its own. */
    void prepare(Connection connection) throws SQLException {
        if (!joined && !connection.getAutoCommit()) {
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        Dialect.execute(connection, closing());
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        Dialect.execute(
                connection, joined ? "rollback to savepoint flow_unit;release savepoint flow_unit" : "rollback");
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
