package dev.flowruntime.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What differs from product to product. */
interface Dialect {
    /** The product's name in messages, and of the folder with its schema. */
    String name();

    /** The database's time, as an expression. */
    String now();

    /** The database's time and so many microseconds, as an expression with one parameter. */
    String later();

    /** Opens a transaction at READ COMMITTED in which the scope's rows can be seen and written. */
    void begin(Connection connection, Scope scope) throws SQLException;

    void commit(Connection connection) throws SQLException;

    void rollback(Connection connection) throws SQLException;

    /** The same dialect in a transaction of somebody else's: a unit of work is a savepoint in it. */
    Dialect joined();

    void bind(PreparedStatement statement, int index, @Nullable UUID value) throws SQLException;

    void bind(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException;

    @Nullable
    UUID uuid(ResultSet rows, int index) throws SQLException;

    @Nullable
    Instant instant(ResultSet rows, int index) throws SQLException;

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
