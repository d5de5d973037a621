package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Lets one program at a time change a schema. Whoever ends, however it ends, lets go. */
interface MigrationLock {
    /** Something to be done by one at a time. */
    interface Change {
        void make(Connection connection) throws SQLException;
    }

    /** @throws StoreException {@code LATER} when others held it all the time that was given */
    void whileHeld(DataSource dataSource, Change change) throws SQLException;

    static MigrationLock of(Product product, int seconds) {
        return switch (product) {
            case POSTGRESQL -> new OfPostgresql(seconds);
            case MARIADB -> new OfMariadb(seconds);
            case H2 -> new OfH2(seconds);
        };
    }

    private static StoreException occupied(int seconds) {
        return new StoreException(
                Retry.LATER,
                "another program has been changing the schema for more than %d s: wait for its end".formatted(seconds));
    }

    /** The lock of one schema, which goes with the transaction that makes the change. */
    record OfPostgresql(int seconds) implements MigrationLock {
        @Override
        public void whileHeld(DataSource dataSource, Change change) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                Transaction.run(connection, begun -> {
                    take(begun);
                    change.make(begun);
                    return true;
                });
            }
        }

        void take(Connection connection) throws SQLException {
            Transaction.execute(
                    connection,
                    "select set_config('statement_timeout', '0', true), set_config('lock_timeout', '" + seconds
                            + "s', true)");
            try {
                Transaction.execute(
                        connection,
                        "select pg_advisory_xact_lock(hashtextextended('flow_schema_step of ' || current_schema, 0))");
            } catch (SQLException e) {
                if (Failures.isLockTimeout(e)) {
                    throw occupied(seconds);
                }
                throw e;
            }
        }
    }

    /** The lock goes with the connection; its name is one of the whole server, and short. */
    record OfMariadb(int seconds) implements MigrationLock {
        private static final String NAME = "sha1(concat('flow_schema_step of ', database()))";

        @Override
        public void whileHeld(DataSource dataSource, Change change) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                if (!"1".equals(Transaction.text(connection, "select get_lock(" + NAME + ", " + seconds + ")"))) {
                    throw occupied(seconds);
                }
                try {
                    inAutoCommit(connection, change);
                } finally {
                    Transaction.execute(connection, "do release_lock(" + NAME + ")");
                }
            }
        }
    }

    /**
     * A row that a second connection holds, since changes of tables end the transaction of the first. Those who wait give
     * their connection back each second, so that the one who works gets two out of a small pool.
     */
    record OfH2(int seconds) implements MigrationLock {
        @Override
        public void whileHeld(DataSource dataSource, Change change) throws SQLException {
            for (int second = 0; second < seconds; second++) {
                if (tryWhileHeld(dataSource, change)) {
                    return;
                }
            }
            throw occupied(seconds);
        }

        private static boolean tryWhileHeld(DataSource dataSource, Change change) throws SQLException {
            try (Connection guard = dataSource.getConnection()) {
                inAutoCommit(guard, OfH2::prepare);
                return Transaction.run(guard, held -> {
                    if (!take(held)) {
                        return false;
                    }
                    try (Connection connection = dataSource.getConnection()) {
                        inAutoCommit(connection, change);
                    }
                    return true;
                });
            }
        }

        private static void prepare(Connection connection) throws SQLException {
            try {
                Transaction.execute(connection, "create table if not exists flow_schema_lock (id int primary key)");
                Transaction.execute(
                        connection,
                        "insert into flow_schema_lock select 1 where not exists (select 1 from flow_schema_lock)");
            } catch (SQLException e) {
                if (!isConcurrency(e)) {
                    throw e;
                }
                // another one is preparing it at this moment
            }
        }

        private static boolean take(Connection connection) throws SQLException {
            try {
                return !Transaction.texts(connection, "select id from flow_schema_lock for update wait 1")
                        .isEmpty();
            } catch (SQLException e) {
                if (isConcurrency(e)) {
                    return false;
                }
                throw e;
            }
        }

        private static boolean isConcurrency(SQLException e) {
            return Failures.isLockTimeout(e) || Failures.isCollision(e) || Failures.isDuplicateKey(e);
        }
    }

    private static void inAutoCommit(Connection connection, Change change) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try {
            change.make(connection);
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }
}
