package dev.flowruntime.store.jdbc.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of one product, in which each test class makes the databases that it needs. */
public abstract class DatabaseServer {
    private final AtomicInteger databases = new AtomicInteger();

    /** Another database without a table, which belongs to the superuser. */
    public final TestDatabase newDatabase() {
        String name = "flow_" + databases.incrementAndGet();
        create(name);
        return new TestDatabase(this, name);
    }

    /** The user who may do everything; like all users of these servers, without a password. */
    abstract String superuser();

    abstract String url(String database);

    abstract void create(String database);

    abstract void drop(String database);

    /** The seconds since 1970 by the server's clock, as SQL. */
    abstract String epochSeconds();

    /** The names of the tables that the current user sees in the current database, as SQL. */
    abstract String tables();

    /** Statements that together delete all rows of the tables, whatever refers to them. */
    abstract List<String> emptying(List<String> tables);

    final void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url, superuser(), "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("refused: " + sql, e);
        }
    }
}
