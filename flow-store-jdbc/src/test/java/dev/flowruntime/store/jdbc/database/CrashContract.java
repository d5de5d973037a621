package dev.flowruntime.store.jdbc.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a test may count on that crashes a server. */
@Timeout(120)
abstract class CrashContract {
    /** One that waits for its disk. */
    abstract CrashableServer start();

    /** Whether commits wait for the disk, as SQL. */
    abstract String waitsForDisk();

    @Test
    final void whatWasCommittedSurvivesACrashAndNothingElseDoes() throws SQLException {
        try (CrashableServer server = start()) {
            TestDatabase database = server.newDatabase();
            Connection open = connect(database);
            Statement statement = open.createStatement();
            assertThat(number(statement, "select " + waitsForDisk())).isEqualTo(1);
            statement.execute("create table task (id integer)");
            statement.execute("insert into task values (1)");
            open.setAutoCommit(false);
            statement.execute("insert into task values (2)");

            server.crash();
            assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> connect(database)).isInstanceOf(SQLException.class);

            server.recover();
            try (Connection again = connect(database);
                    Statement count = again.createStatement()) {
                assertThat(number(count, "select count(*) from task")).isEqualTo(1);
            }
        }
    }

    private static Connection connect(TestDatabase database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.superuser(), "");
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
