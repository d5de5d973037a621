package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.jdbc.Database.LostCommitException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A whole transaction of PostgreSQL in one round trip: pgjdbc sends the statements of one text one after the other without
 * waiting for their answers.
 *
 * <p>Behind a statement whose answer has texts in it the driver does wait; the transaction is one all the same, since it is
 * begun and ended by statements. Only {@code begin … commit} makes it so: without them each wait would be a commit.
 */
final class Trip {
    private final StringBuilder sql = new StringBuilder(2048);
    private final List<Part> parts = new ArrayList<>();

    /** Takes the answer to one statement. */
    interface Answer {
        Answer NONE = (rows, count) -> {};

        /**
         * @param rows the rows; null when it yields none
         * @param count how many rows it changed
         */
        void take(@Nullable ResultSet rows, int count) throws SQLException;
    }

    private record Part(Binding binding, Answer answer) {}

    /** A statement whose answer is a flag or numbers, or none. */
    Trip add(String statement, Binding binding, Answer answer) {
        sql.append(';').append(statement);
        parts.add(new Part(binding, answer));
        return this;
    }

    Trip add(String statement, Binding binding) {
        return add(statement, binding, Answer.NONE);
    }

    /**
     * Does it all, or nothing.
     *
     * @return how many statements it had
     * @throws LostCommitException when the connection was lost, since the commit was on its way with all else
     */
    int run(PostgresDialect dialect, Connection connection, Scope scope) throws SQLException {
        dialect.prepare(connection);
        String text = dialect.opening(scope) + sql + ";" + dialect.closing();
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            Params params = new Params(statement, dialect);
            dialect.bindOpening(params, scope);
            for (Part part : parts) {
                part.binding.to(params);
            }
            boolean hasRows = statement.execute();
            for (int i = 0; i < dialect.openingStatements(); i++) {
                hasRows = statement.getMoreResults();
            }
            for (Part part : parts) {
                part.answer.take(hasRows ? statement.getResultSet() : null, statement.getUpdateCount());
                hasRows = statement.getMoreResults();
            }
            return parts.size();
        } catch (SQLException e) {
            if (Failures.isConnectionLost(e)) {
                throw new LostCommitException(e);
            }
            Database.rollBack(dialect, connection, e);
            throw e;
        }
    }

    /** A question that changes nothing. */
    record Query<T>(String sql, Binding binding, Row.Reader<T> reader) {}

    /** Asks one question in one round trip. */
    static <T> List<T> read(PostgresDialect dialect, Connection connection, Scope scope, Query<T> query)
            throws SQLException {
        dialect.prepare(connection);
        String text = dialect.opening(scope) + ";" + query.sql + ";" + dialect.closing();
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            if (statement.isWrapperFor(PGStatement.class)) {
                // A statement that the server has prepared has told the driver of its texts, and costs a second trip.
                statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            }
            Params params = new Params(statement, dialect);
            dialect.bindOpening(params, scope);
            query.binding.to(params);
            statement.execute();
            for (int i = 0; i < dialect.openingStatements(); i++) {
                statement.getMoreResults();
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.getResultSet()) {
                Row row = new Row(rows, dialect);
                while (row.next()) {
                    found.add(query.reader.read(row));
                }
            }
            return List.copyOf(found);
        } catch (SQLException e) {
            if (!Failures.isConnectionLost(e)) {
                Database.rollBack(dialect, connection, e);
            }
            throw e;
        }
    }
}
