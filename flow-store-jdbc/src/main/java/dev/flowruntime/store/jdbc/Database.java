package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs units of work, each in one transaction, and tries those again that can go through. Thread-safe. */
class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int MAX_COLLISIONS = 50;

    private final Connections connections;
    private final Dialect dialect;
    private volatile boolean closed;

    Database(Connections connections, Dialect dialect) {
        this.connections = connections;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    void close() {
        closed = true;
    }

    /** A unit of work; it may be run again from the start, so it changes nothing but the database. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** The connection was lost while the commit was on its way: whether it took place is unknown. */
    static final class LostCommitException extends SQLException {
        private static final long serialVersionUID = 1L;

        LostCommitException(SQLException cause) {
            super("the connection was lost during the commit", cause.getSQLState(), cause);
        }
    }

    /** No connection was to be had; nothing has been done. */
    static final class NoConnectionException extends SQLException {
        private static final long serialVersionUID = 1L;

        /** Why not. */
        final transient SQLException reason;

        NoConnectionException(SQLException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /**
     * Runs a unit in one transaction.
     *
     * @throws StoreException when it cannot be done; {@code LATER} also when the answer to its commit was lost
     */
    <T> T transact(Scope scope, Work<T> work) {
        try {
            return tryTransact(scope, work);
        } catch (LostCommitException e) {
            throw Failures.toStoreException(e);
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    /** Runs a unit in one transaction that may just as well run twice. */
    <T> T transactTwice(Scope scope, Work<T> work) {
        try {
            return tryTransact(scope, work);
        } catch (LostCommitException e) {
            return transact(scope, work);
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    /**
     * Runs a unit in one transaction, again and again while it collides with others, once more when it waited too long for
     * a lock or lost its connection before its commit. Whoever waited for a connection in vain does not wait again.
     *
     * @throws LostCommitException when its connection was lost during the commit
     */
    <T> T tryTransact(Scope scope, Work<T> work) throws SQLException {
        return retry(scope, connection -> transactOn(connection, scope, work));
    }

    private <T> T transactOn(Connection connection, Scope scope, Work<T> work) throws SQLException {
        T result;
        try {
            dialect.begin(connection, scope);
            result = work.run(connection);
        } catch (SQLException | RuntimeException e) {
            rollBack(dialect, connection, e);
            throw e;
        }
        try {
            dialect.commit(connection);
        } catch (SQLException e) {
            if (Failures.isConnectionLost(e)) {
                throw new LostCommitException(e);
            }
            rollBack(dialect, connection, e);
            throw e;
        }
        return result;
    }

    static void rollBack(Dialect dialect, Connection connection, Exception reason) {
        try {
            dialect.rollback(connection);
        } catch (SQLException e) {
            reason.addSuppressed(e); // the connection is gone, and the transaction with it
        }
    }

    /** @throws LostCommitException at once: whoever wants to try again must first find out what was stored */
    final <T> T retry(Scope scope, Work<T> unit) throws SQLException {
        boolean again = true;
        for (int collisions = 0; ; ) {
            requireOpen();
            Connection connection = connections.take(scope);
            try {
                return run(connection, unit);
            } catch (LostCommitException e) {
                throw e;
            } catch (SQLException e) {
                if (!connections.allowRetry()) {
                    throw e;
                }
                if (Failures.isCollision(e) && collisions < MAX_COLLISIONS) {
                    collisions++;
                } else if (again && (Failures.isLockTimeout(e) || Failures.isConnectionLost(e))) {
                    again = false;
                } else {
                    throw e;
                }
                LOG.debug("a unit of work is tried again, SQLState {}", e.getSQLState());
            }
        }
    }

    /**
     * Runs a unit once, whatever comes of it.
     *
     * @throws NoConnectionException when it did not even begin
     */
    final <T> T once(Scope scope, Work<T> unit) throws SQLException {
        requireOpen();
        Connection connection;
        try {
            connection = connections.take(scope);
        } catch (SQLException e) {
            throw new NoConnectionException(e);
        }
        return run(connection, unit);
    }

    private <T> T run(Connection connection, Work<T> unit) throws SQLException {
        T result;
        try {
            result = unit.run(connection);
        } catch (SQLException | RuntimeException e) {
            giveBack(connection);
            throw e;
        }
        giveBack(connection);
        return result;
    }

    /** What was done is done, or has failed already: a pool that cannot take its connection back changes nothing. */
    private void giveBack(Connection connection) {
        try {
            connections.giveBack(connection);
        } catch (SQLException e) {
            LOG.debug("a connection could not be given back, SQLState {}", e.getSQLState());
        }
    }

    void requireOpen() {
        if (closed) {
            throw new StoreException(Retry.NEVER, "the store is closed");
        }
    }

    /** Logs what somebody has to look at. */
    static StoreException refusal(SQLException e) {
        StoreException refusal = Failures.toStoreException(e);
        if (refusal.retry() == Retry.NEVER) {
            LOG.error("the database refused a statement, SQLState {}", e.getSQLState());
        }
        return refusal;
    }

    /** Reads the rows of one query. */
    final <T> List<T> list(Scope scope, String sql, Binding binding, Row.Reader<T> reader) {
        if (dialect instanceof PostgresDialect postgres) {
            return listInOneTrip(postgres, scope, new Trip.Query<>(sql, binding, reader));
        }
        return transactTwice(scope, connection -> list(connection, sql, binding, reader));
    }

    private <T> List<T> listInOneTrip(PostgresDialect postgres, Scope scope, Trip.Query<T> query) {
        try {
            return retry(scope, connection -> Trip.read(postgres, connection, scope, query));
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    final <T> Optional<T> find(Scope scope, String sql, Binding binding, Row.Reader<T> reader) {
        return list(scope, sql, binding, reader).stream().findFirst();
    }

    final <T> List<T> list(Connection connection, String sql, Binding binding, Row.Reader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.to(new Params(statement, dialect));
            try (ResultSet rows = statement.executeQuery()) {
                return list(rows, reader);
            }
        }
    }

    final <T> List<T> list(ResultSet rows, Row.Reader<T> reader) throws SQLException {
        List<T> found = new ArrayList<>();
        Row row = new Row(rows, dialect);
        while (row.next()) {
            found.add(reader.read(row));
        }
        return List.copyOf(found);
    }

    final <T> Optional<T> find(Connection connection, String sql, Binding binding, Row.Reader<T> reader)
            throws SQLException {
        return list(connection, sql, binding, reader).stream().findFirst();
    }

    /** @return how many rows it changed */
    final int update(Connection connection, String sql, Binding binding) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.to(new Params(statement, dialect));
            return statement.executeUpdate();
        }
    }

    /** Runs one statement for each of many rows. */
    final <R> void updateAll(Connection connection, String sql, List<R> rows, RowBinding<R> binding)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement, dialect);
            for (R row : rows) {
                binding.to(params.restart(), row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Gives a statement the parameters of one row. */
    interface RowBinding<R> {
        void to(Params params, R row) throws SQLException;
    }
}
