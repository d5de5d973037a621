package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} while its database is away, or all connections are taken. */
class DatabaseOutageTest {
    @TempDir
    Path directory;

    private Server database;
    private Running running;
    private Browser browser;

    @BeforeEach
    void setUp() throws SQLException {
        database = listen(0);
        ServeCommand command = new ServeCommand();
        command.port = 0;
        command.store.jdbcUrl = "jdbc:h2:tcp://localhost:" + database.getPort() + "/flow";
        running = start(command);
        browser = new Browser(running.port(), null);
    }

    private static Running start(ServeCommand command) {
        picocli.CommandLine line = new picocli.CommandLine(command);
        line.registerConverter(java.time.Duration.class, Durations::positive);
        line.parseArgs("--port=0", "--jdbc-url=" + command.store.jdbcUrl);
        return command.start();
    }

    private Server listen(int port) throws SQLException {
        return Server.createTcpServer(
                        "-tcpPort", String.valueOf(port), "-ifNotExists", "-baseDir", directory.toString())
                .start();
    }

    @AfterEach
    void tearDown() {
        running.close();
        database.stop();
    }

    @Test
    void serverIsReadyAgainWhenItsDatabaseIs() throws SQLException {
        assertThat(browser.get("/readyz").statusCode()).isEqualTo(200);

        int port = database.getPort();
        database.stop();
        assertThat(browser.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(browser.get("/healthz").statusCode()).isEqualTo(200);

        database = listen(port);
        assertThat(browser.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void requestThatGetsNoConnectionIsToldToComeBack() throws SQLException {
        List<Connection> taken = new ArrayList<>();
        try {
            // those of the pool but none: workers give back the ones that they have
            for (int i = 0; i < 16; i++) {
                taken.add(running.store().connections().getConnection());
            }
            HttpResponse<String> response = browser.post(
                    "/api/public/v1/chat/sessions", Map.of("publicKey", "pk_live_5940830723da7ddae5699200f465e8d2"));

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }
}
