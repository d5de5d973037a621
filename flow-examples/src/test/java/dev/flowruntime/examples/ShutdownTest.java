package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
    void badCommandLineExitsWithTwo() throws Exception {
        try (ServerProcess process = new ServerProcess("serve", "--port=x")) {
            assertThat(process.exitCode()).isEqualTo(2);
        }
    }
}
