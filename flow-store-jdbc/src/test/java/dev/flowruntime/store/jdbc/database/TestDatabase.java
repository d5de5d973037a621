package dev.flowruntime.store.jdbc.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * A database with a pool of connections for each user who asks. It is meant to be made once for many tests, which take
 * their turns and {@link #empty} it: that takes one or two milliseconds, and twenty tables in a new one 50 to 350.
 */
public final class TestDatabase implements AutoCloseable {
    /** How many connections a user has, so that as many threads can race. */
    public static final int CONNECTIONS = 16;

    private final DatabaseServer server;
    private final String name;
    private final Map<String, HikariDataSource> pools = new ConcurrentHashMap<>();

    TestDatabase(DatabaseServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** The connections of the superuser, who owns the database. */
    public DataSource dataSource() {
        return dataSourceOf(server.superuser());
    }

    /** The connections of a user without a password, whom the test has created. */
    public DataSource dataSourceOf(String user) {
        return pools.computeIfAbsent(user, this::newPool);
    }

    /** Who may do everything, without a password. */
    public String superuser() {
        return server.superuser();
    }

    public String url() {
        return server.url(name);
    }

    /** The time by the database's clock. */
    public Instant now() {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select " + server.epochSeconds())) {
            row.next();
            BigDecimal micros = row.getBigDecimal(1).movePointRight(6);
            return Instant.EPOCH.plusNanos(micros.longValue() * 1000);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes all rows of all tables but the kept ones; waits for transactions that hold some. */
    public void empty(String... keptTables) {
        Set<String> kept = Set.of(keptTables);
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(server.tables())) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            tables.removeAll(kept);
            for (String sql : server.emptying(tables)) {
                statement.addBatch(sql);
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes the connections and drops the database. */
    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
        server.drop(name);
    }

    private HikariDataSource newPool(String user) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setUsername(user);
        config.setPassword("");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }
}
