package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.database.DatabaseServer;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class PostgresqlFailuresTest extends FailuresContract {
    @Override
    DatabaseServer server() {
        return PostgresqlServer.shared();
    }

    @Override
    String lockTimeout(int millis) {
        return "set lock_timeout = " + millis;
    }

    @Override
    String statementTimeout(int millis) {
        return "set statement_timeout = " + millis;
    }

    @Override
    String slow() {
        return "select pg_sleep(20)";
    }

    @Override
    String nowhere() {
        return "jdbc:postgresql://127.0.0.1:1/flow";
    }

    @Override
    void kill(Connection victim, TestDatabase database) throws SQLException {
        int pid = victim.unwrap(PGConnection.class).getBackendPID();
        try (Connection killer = database.dataSource().getConnection()) {
            Transaction.execute(killer, "select pg_terminate_backend(" + pid + ", 5000)");
        }
    }

    @Test
    void aWallThatHeldIsForNeverAndSaysSo() throws SQLException {
        try (TestDatabase database = server().newDatabase();
                Connection connection = database.dataSource().getConnection()) {
            Transaction.execute(connection, "create table secret (id integer); create role wall_guest");
            try {
                SQLException e = catchThrowableOfType(
                        SQLException.class,
                        () -> Transaction.execute(connection, "set role wall_guest; select * from secret"));
                StoreException refused = Failures.toStoreException(e);
                assertThat(refused.retry()).isEqualTo(Retry.NEVER);
                assertThat(refused).hasMessageContaining("refused access");
            } finally {
                Transaction.execute(connection, "reset role; drop role wall_guest");
            }
        }
    }

    @Test
    void aDivisionByZeroIsToldApart() throws SQLException {
        try (TestDatabase database = server().newDatabase();
                Connection connection = database.dataSource().getConnection()) {
            SQLException e =
                    catchThrowableOfType(SQLException.class, () -> Transaction.execute(connection, "select 1 / 0"));
            assertThat(Failures.isDivisionByZero(e)).isTrue();
        }
    }

    @Test
    void aSerialisationFailureIsACollision() throws SQLException {
        try (TestDatabase database = server().newDatabase();
                Connection one = database.dataSource().getConnection();
                Connection two = database.dataSource().getConnection()) {
            Transaction.execute(one, "create table task (id integer)");
            Transaction.execute(one, "insert into task values (1)");
            Transaction.execute(one, "begin isolation level repeatable read; select * from task");
            Transaction.execute(two, "update task set id = 2");
            SQLException e =
                    catchThrowableOfType(SQLException.class, () -> Transaction.execute(one, "update task set id = 3"));
            assertThat(Failures.isCollision(e)).isTrue();
            Transaction.execute(one, "rollback");
        }
    }

    @Test
    void aServerWithoutFreeConnectionsIsForLater() throws SQLException {
        try (TestDatabase database = server().newDatabase();
                Connection connection = database.dataSource().getConnection()) {
            SQLException e = catchThrowableOfType(
                    SQLException.class,
                    () -> Transaction.execute(
                            connection, "do $$ begin raise exception using errcode = 'too_many_connections'; end $$"));
            assertThat(Failures.toStoreException(e).retry()).isEqualTo(Retry.LATER);
        }
    }
}
