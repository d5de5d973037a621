package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own, ended as supervisors end it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShutdownTest {
    @TempDir
    Path directory;

    @Test
    void serverThatIsTerminatedDrainsAndExitsWithZero() throws Exception {
        try (ServerProcess server =
                new ServerProcess("serve", "--port=0", "--jdbc-url=jdbc:h2:file:" + directory.resolve("flow"))) {
            assertThat(server.line()).matches("listening on http://127\\.0\\.0\\.1:\\d+");

            server.terminate();

            assertThat(server.exitCode()).isZero();
        }
    }

    @Test
    void demoTellsItsAddressAndStopsWithZero() throws Exception {
        try (ServerProcess demo = new ServerProcess()) {
            assertThat(demo.line()).matches("the demo shop is open at http://localhost:\\d+ \\(Ctrl-C closes it\\)");

            demo.terminate();

            assertThat(demo.exitCode()).isZero();
        }
    }

    @Test
    void streamsEndWithTheAdviceToComeBackBeforeTheServerDoes() throws Exception {
        try (ServerProcess demo = new ServerProcess()) {
            int port = Integer.parseInt(demo.line().replaceAll(".*localhost:(\\d+).*", "$1"));
            Browser page = new Browser(port, "http://localhost:" + port);
            String publicKey = page.get("/").body().replaceAll("(?s).*data-public-key=\"(\\w+)\".*", "$1");
            Object token = page.openSession(publicKey).get("sessionToken");
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/api/public/v1/chat/stream"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            HttpResponse<Stream<String>> stream = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
            assertThat(stream.statusCode()).isEqualTo(200);

            demo.terminate();

            assertThat(stream.body()).anyMatch(line -> line.startsWith("retry: "));
            assertThat(demo.exitCode()).isZero();
        }
    }

    @Test
    void badCommandLineExitsWithTwo() throws Exception {
        try (ServerProcess process = new ServerProcess("serve", "--port=x")) {
            assertThat(process.exitCode()).isEqualTo(2);
        }
    }
}
