package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of databases that cannot be worked with: 2 for what was given, 1 for what the database is. */
class DatabaseOptionsTest {
    @TempDir
    Path directory;

    private String file() {
        return "jdbc:h2:file:" + directory.resolve("flow");
    }

    private static void execute(String url, String user, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, "secret");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "jdbc:oracle:thin:secret@x", "jdbc:postgresql://localhost:port/flow"})
    void urlOfNoKnownDatabaseIsToldWithoutItself(String url) {
        Cli cli = Cli.run("serve", "--port=0", "--jdbc-url=" + url);

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.errLines())
                .containsExactly(
                        "--jdbc-url: must be a URL that begins with jdbc:postgresql:, jdbc:h2: or jdbc:mariadb:");
    }

    @Test
    void databaseOutOfReachIsTold() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        Cli cli = Cli.run("serve", "--port=0", "--jdbc-url=jdbc:postgresql://127.0.0.1:" + port + "/flow");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.errLines())
                .singleElement()
                .asString()
                .startsWith("--jdbc-url: the database cannot be reached: Connection to 127.0.0.1:" + port + " refused");
    }

    @Test
    void wrongPasswordIsTold() throws SQLException {
        execute(file(), "sa", "create table kept (id int)");

        Cli cli = Cli.run("serve", "--port=0", "--jdbc-url=" + file(), "--jdbc-user=sa", "--jdbc-password=guess");

        assertThat(cli)
                .isEqualTo(new Cli(
                        2,
                        "",
                        "--jdbc-user, --jdbc-password: the database does not let this login in"
                                + System.lineSeparator()));
    }

    @Test
    void unknownDatabaseIsTold() {
        String missing = PostgresqlServer.shared().newDatabase().url().replace("/flow_", "/missing_");

        Cli cli = Cli.run("migrate", "--jdbc-url=" + missing, "--jdbc-user=postgres");

        assertThat(cli).isEqualTo(new Cli(2, "", "--jdbc-url: there is no such database" + System.lineSeparator()));
    }

    @Test
    void missingSchemaIsToldWhereItIsNotMade() {
        Cli cli = Cli.run("serve", "--port=0", "--jdbc-url=" + file(), "--migrate=false");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).containsIgnoringCase("migrat");
    }

    @Test
    void newerSchemaIsTold() throws SQLException {
        String[] login = {"--jdbc-url=" + file(), "--jdbc-user=sa", "--jdbc-password=secret"};
        assertThat(Cli.run("migrate", login[0], login[1], login[2]).exitCode()).isZero();
        execute(
                file(),
                "sa",
                "insert into flow_schema_step select 99, 'later', checksum, applied_at from flow_schema_step limit 1");

        Cli cli = Cli.run("serve", "--port=0", login[0], login[1], login[2]);

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("newer");
    }

    @Test
    void holeInTheWallsIsTold() throws SQLException {
        try (TestDatabase database = PostgresqlServer.shared().newDatabase()) {
            String url = "--jdbc-url=" + database.url();
            assertThat(Cli.run("migrate", url, "--jdbc-user=postgres").exitCode())
                    .isZero();
            execute(database.url(), "postgres", "alter table flow_execution no force row level security");

            Cli cli = Cli.run("serve", "--port=0", url, "--jdbc-user=postgres");

            assertThat(cli.exitCode()).isEqualTo(1);
            assertThat(cli.err()).contains("flow_execution");
        }
    }

    @Test
    void optionsBeforeTheCommandAreRefused() {
        Cli cli = Cli.run("--jdbc-url=" + file(), "bench");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.errLines()).first().isEqualTo("--jdbc-url stands before the command: put it behind");
    }

    @Test
    void databaseOfTheEnvironmentIsThatOfEachCommand() {
        Cli cli = Cli.run(Main.commandLine(Map.of("FLOW_JDBC_URL", file())), "migrate");

        assertThat(cli.err()).isEmpty();
        assertThat(cli.outLines()).containsExactly("the schema is up to date");
    }
}
