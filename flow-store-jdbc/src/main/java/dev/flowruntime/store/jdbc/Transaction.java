package dev.flowruntime.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plain transactions for work on the schema, without role, tenant or second try. */
final class Transaction {
    private Transaction() {}

    /** Runs the work in a transaction, and gives the connection back in the mode in which it came. */
    static <T> T run(Connection connection, Database.Work<T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.run(connection);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            } catch (SQLException lost) {
                e.addSuppressed(lost); // the connection is gone, and the transaction with it
            }
            throw e;
        }
        connection.setAutoCommit(autoCommit);
        return result;
    }

    /** Runs the work so that each statement takes effect by itself, and gives the connection back in its mode. */
    static <T> T without(Connection connection, Database.Work<T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try {
            return work.run(connection);
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** The first column of each row. */
    static List<String> texts(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    static @Nullable String text(Connection connection, String sql) throws SQLException {
        return texts(connection, sql).get(0);
    }
}
