package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.Database.Work;
import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Lets one program at a time change a schema. Whoever ends, however it ends, lets go. */
interface MigrationLock {
    /**
     * How long one statement waits. Drivers are often told to give up a statement that is not answered for half a minute;
     * and between two tries a connection is free, so that whoever works gets a second one out of a small pool.
     */
    int SECONDS_OF_A_TRY = 2;

    /** @return what the work came to; empty when another one held the lock all the time */
    <T> Optional<T> tryWhileHeld(DataSource dataSource, int seconds, Work<T> work) throws SQLException;

    /** @throws StoreException {@code LATER} when others held it all the time that was given */
    default <T> T whileHeld(DataSource dataSource, int seconds, Work<T> work) throws SQLException {
        for (int waited = 0; waited < seconds; waited += SECONDS_OF_A_TRY) {
            Optional<T> result = tryWhileHeld(dataSource, Math.min(seconds, SECONDS_OF_A_TRY), work);
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new StoreException(
                Retry.LATER,
                "another program has been changing the schema for more than %d s: wait for its end".formatted(seconds));
    }

    /**
     * As {@link #whileHeld(DataSource, int, Work)}, again when the work itself waited too long for others; for work that then has changed nothing.
     *
     * @throws StoreException {@code LATER} also when the last try waited too long
     */
    default <T> T whileHeld(DataSource dataSource, int seconds, int tries, Work<T> work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return whileHeld(dataSource, seconds, work);
            } catch (SQLException e) {
                if (!Failures.isLockTimeout(e) && !Failures.isCollision(e)) {
                    throw e;
                }
                if (attempt == tries) {
                    throw new StoreException(
                            Retry.LATER,
                            "the tables are too busy to be changed: try again later",
                            Failures.withoutValues(e));
                }
            }
        }
    }

    static MigrationLock of(Product product) {
        return switch (product) {
            case POSTGRESQL -> new OfPostgresql();
            case MARIADB -> new OfMariadb();
            case H2 -> new OfH2();
        };
    }

    /** The lock of one schema, which goes with the transaction that makes the change. */
    final class OfPostgresql implements MigrationLock {
        private static final String TAKE =
                "select pg_advisory_xact_lock(hashtextextended('flow_schema_step of ' || current_schema, 0))";

        @Override
        public <T> Optional<T> tryWhileHeld(DataSource dataSource, int seconds, Work<T> work) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                return Transaction.run(connection, begun -> {
                    Transaction.execute(begun, "set local statement_timeout = 0");
                    Transaction.execute(begun, "set local lock_timeout = '" + seconds + "s'");
                    try {
                        Transaction.execute(begun, TAKE);
                    } catch (SQLException e) {
                        if (Failures.isLockTimeout(e)) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                    return Optional.of(work.run(begun));
                });
            }
        }
    }

    /** The lock goes with the connection; its name is one of the whole server, and short. */
    final class OfMariadb implements MigrationLock {
        private static final String NAME = "sha1(concat('flow_schema_step of ', database()))";

        @Override
        public <T> Optional<T> tryWhileHeld(DataSource dataSource, int seconds, Work<T> work) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                if (!"1".equals(Transaction.text(connection, "select get_lock(" + NAME + ", " + seconds + ")"))) {
                    return Optional.empty();
                }
                try {
                    return Optional.of(Transaction.without(connection, work));
                } finally {
                    Transaction.execute(connection, "do release_lock(" + NAME + ")");
                }
            }
        }
    }

    /** A row that a second connection holds, since changes of tables end the transaction of the first. */
    final class OfH2 implements MigrationLock {
        @Override
        public <T> Optional<T> tryWhileHeld(DataSource dataSource, int seconds, Work<T> work) throws SQLException {
            try (Connection guard = dataSource.getConnection()) {
                Transaction.without(guard, OfH2::prepare);
                return Transaction.run(guard, held -> {
                    if (!take(held, seconds)) {
                        return Optional.empty();
                    }
                    try (Connection connection = dataSource.getConnection()) {
                        return Optional.of(Transaction.without(connection, work));
                    }
                });
            }
        }

        private static boolean prepare(Connection connection) throws SQLException {
            try {
                Transaction.execute(connection, "create table if not exists flow_schema_lock (id int primary key)");
                Transaction.execute(
                        connection,
                        "insert into flow_schema_lock select 1 where not exists (select 1 from flow_schema_lock)");
                return true;
            } catch (SQLException e) {
                if (!isConcurrency(e)) {
                    throw e;
                }
                return false; // another one is preparing it at this moment
            }
        }

        private static boolean take(Connection connection, int seconds) throws SQLException {
            try {
                return !Transaction.texts(connection, "select id from flow_schema_lock for update wait " + seconds)
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
}
