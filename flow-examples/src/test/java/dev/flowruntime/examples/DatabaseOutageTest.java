package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code serve} while its database is away, or all connections are taken. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatabaseOutageTest {
    @TempDir
    Path directory;

    private Server database;
    private Running running;
    private Browser browser;

    @BeforeEach
    void setUp() throws SQLException {
        database = listen(0);
        CommandLine main = Main.commandLine(Map.of());
        main.parseArgs("serve", "--port=0", "--jdbc-url=jdbc:h2:tcp://localhost:" + database.getPort() + "/flow");
        ServeCommand command = main.getSubcommands().get("serve").getCommand();
        running = command.start();
        browser = new Browser(running.port(), null);
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
        awaitReady();
    }

    /** The pool has to find out which of its connections are dead. */
    private void awaitReady() {
        int status;
        do {
            status = browser.get("/readyz").statusCode();
        } while (status == 503);
        assertThat(status).isEqualTo(200);
    }

    @Test
    void requestThatGetsNoConnectionIsToldToComeBack() throws SQLException {
        List<Connection> taken = new ArrayList<>();
        try {
            HikariDataSource pool = running.store().connections();
            while (taken.size() < pool.getMaximumPoolSize()) {
                taken.add(pool.getConnection());
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
