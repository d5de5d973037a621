package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.database.DatabaseServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a product's own errors are taken for. */
@Timeout(60)
abstract class FailuresContract {
    private TestDatabase database;
    private ExecutorService other;

    abstract DatabaseServer server();

    /** Makes the connection wait for locks for so many milliseconds at the most. */
    abstract String lockTimeout(int millis);

    /** Makes its statements end after so many milliseconds. */
    abstract String statementTimeout(int millis);

    /** A statement that takes seconds. */
    abstract String slow();

    /** A URL at which nothing answers. */
    abstract String nowhere();

    /** Ends the backend of the connection. */
    abstract void kill(Connection victim, TestDatabase database) throws SQLException;

    @BeforeEach
    final void create() throws SQLException {
        database = server().newDatabase();
        other = Executors.newSingleThreadExecutor();
        try (Connection connection = connect()) {
            Transaction.execute(connection, "create table task (id integer primary key, state integer not null)");
            Transaction.execute(connection, "insert into task values (1, 0)");
            Transaction.execute(connection, "insert into task values (2, 0)");
        }
    }

    @AfterEach
    final void drop() {
        other.shutdownNow();
        database.close();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.superuser(), "");
    }

    private static SQLException refusal(Connection connection, String sql) {
        return catchThrowableOfType(SQLException.class, () -> Transaction.execute(connection, sql));
    }

    private static Retry retry(SQLException e) {
        return Failures.toStoreException(e).retry();
    }

    @Test
    final void aKeyThatExistsIsADuplicate() throws SQLException {
        try (Connection connection = connect()) {
            SQLException e = refusal(connection, "insert into task values (1, 0)");
            assertThat(Failures.isDuplicateKey(e)).isTrue();
            assertThat(Failures.isCollision(e) || Failures.isConnectionLost(e) || Failures.isLockTimeout(e))
                    .isFalse();
            assertThat(retry(e)).isEqualTo(Retry.NEVER);
            assertThat(Failures.withoutValues(e).getMessage()).doesNotContain("insert");
        }
    }

    @Test
    final void anotherBrokenConstraintIsNoDuplicate() throws SQLException {
        try (Connection connection = connect()) {
            SQLException e = refusal(connection, "insert into task values (3, null)");
            assertThat(Failures.isDuplicateKey(e)).isFalse();
            assertThat(retry(e)).isEqualTo(Retry.NEVER);
        }
    }

    @Test
    final void anUnknownTableIsForNever() throws SQLException {
        try (Connection connection = connect()) {
            SQLException e = refusal(connection, "select 1 from nothing_of_that_name");
            assertThat(Failures.isConnectionLost(e)).isFalse();
            assertThat(retry(e)).isEqualTo(Retry.NEVER);
        }
    }

    @Test
    final void aWaitForALockEndsAsALockTimeout() throws SQLException {
        try (Connection holder = connect();
                Connection waiter = connect()) {
            holder.setAutoCommit(false);
            Transaction.execute(holder, "update task set state = 1 where id = 1");
            Transaction.execute(waiter, lockTimeout(50));
            SQLException e = refusal(waiter, "update task set state = 2 where id = 1");
            assertThat(Failures.isLockTimeout(e)).isTrue();
            assertThat(Failures.isCollision(e) || Failures.isConnectionLost(e)).isFalse();
            assertThat(retry(e)).isEqualTo(Retry.LATER);
            holder.rollback();
        }
    }

    @Test
    final void aStatementThatTakesTooLongIsForLater() throws SQLException {
        try (Connection connection = connect()) {
            Transaction.execute(connection, statementTimeout(50));
            SQLException e = refusal(connection, slow());
            assertThat(Failures.isLockTimeout(e) || Failures.isCollision(e) || Failures.isConnectionLost(e))
                    .as("SQLState %s, code %d", e.getSQLState(), e.getErrorCode())
                    .isFalse();
            assertThat(retry(e)).isEqualTo(Retry.LATER);
        }
    }

    @Test
    final void whoIsChosenInADeadlockHasCollided() throws Exception {
        try (Connection one = connect();
                Connection two = connect()) {
            Transaction.execute(one, lockTimeout(20_000));
            Transaction.execute(two, lockTimeout(20_000));
            one.setAutoCommit(false);
            two.setAutoCommit(false);
            Transaction.execute(one, "update task set state = 1 where id = 1");
            Transaction.execute(two, "update task set state = 2 where id = 2");
            Future<Object> crossing = other.submit(update(one, 2));
            SQLException e = null;
            try {
                update(two, 1).call();
                two.rollback();
            } catch (SQLException chosen) {
                e = chosen;
                two.rollback();
            }
            try {
                crossing.get();
            } catch (ExecutionException chosen) {
                e = (SQLException) chosen.getCause();
            }
            one.rollback();
            assertThat((Throwable) e).as("somebody is chosen").isNotNull();
            assertThat(Failures.isCollision(e))
                    .as("SQLState %s, code %d", e.getSQLState(), e.getErrorCode())
                    .isTrue();
            assertThat(retry(e)).isEqualTo(Retry.AT_ONCE);
        }
    }

    private static Callable<Object> update(Connection connection, int id) {
        return () -> {
            Transaction.execute(connection, "update task set state = 3 where id = " + id);
            return id;
        };
    }

    @Test
    final void aBackendThatWasEndedIsALostConnection() throws SQLException {
        try (Connection victim = connect()) {
            kill(victim, database);
            SQLException e = refusal(victim, "select 1 from task");
            assertThat(Failures.isConnectionLost(e))
                    .as("SQLState %s, code %d", e.getSQLState(), e.getErrorCode())
                    .isTrue();
            assertThat(retry(e)).isEqualTo(Retry.LATER);
        }
    }

    @Test
    final void aConnectionThatWasClosedIsALostOne() throws SQLException {
        Connection closed = connect();
        closed.close();
        SQLException e = refusal(closed, "select 1 from task");
        assertThat(Failures.isConnectionLost(e))
                .as("SQLState %s, code %d", e.getSQLState(), e.getErrorCode())
                .isTrue();
    }

    @Test
    final void aServerThatDoesNotAnswerIsForLater() {
        SQLException e = catchThrowableOfType(
                SQLException.class, () -> DriverManager.getConnection(nowhere(), database.superuser(), ""));
        assertThat(Failures.isConnectionLost(e))
                .as("SQLState %s, code %d", e.getSQLState(), e.getErrorCode())
                .isTrue();
        assertThat(retry(e)).isEqualTo(Retry.LATER);
    }
}
