package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code serve} refuses before it serves. */
class ServeOptionsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=x            | Invalid value for option '--port': 'x' is not an int",
                "--lease=5s          | Invalid value for option '--lease': '5s' is not an ISO 8601 duration above zero, such as PT30S",
                "--session-ttl=PT0S  | Invalid value for option '--session-ttl': 'PT0S' is not an ISO 8601 duration above zero, such as PT30S",
                "--ai-backoff=PT1S,x | Invalid value for option '--ai-backoff' (DURATION): 'x' is not an ISO 8601 duration above zero, such as PT30S",
                "--rate-limits=maybe | Invalid value for option '--rate-limits': expected one of [on, off] (case-sensitive) but was 'maybe'",
                "--colour=red        | Unknown option: '--colour=red'"
            })
    void badOptionIsToldInOneLine(String option, String message) {
        Cli cli = Cli.run("serve", option);

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.errLines()).containsExactly(message, "Try 'flow-examples serve --help'.");
    }

    @ParameterizedTest
    @CsvSource({"--secrets-key", "--signing-key"})
    void badKeyIsNotRepeated(String option) {
        Cli cli = Cli.run("serve", option + "=c0ffee");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains(option).doesNotContain("c0ffee");
    }

    @Test
    void badProxyIsTold() {
        Cli cli = Cli.run("serve", "--port=0", "--trusted-proxies=10.0.0.0/8,proxy.local");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.errLines())
                .containsExactly(
                        "--trusted-proxies: 'proxy.local' is no range of addresses, such as 10.0.0.0/8 or fd00::/8");
    }

    @Test
    void problemsOfProvisioningFilesAreToldOneALine() throws IOException {
        Path file = Files.writeString(directory.resolve("acme.yaml"), "tenant: { slug: A }\nflows: [no.yaml]\n");

        Cli cli = Cli.run("serve", "--port=0", "--provision", file.toString());

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.errLines())
                .containsExactly(
                        file + ":1: tenant.id: is required",
                        file + ":1: tenant.name: is required",
                        file
                                + ":1: tenant.slug: must be at most 63 lower-case letters, digits and inner hyphens, such as"
                                + " acme",
                        file + ":2: flows[0]: there is no file no.yaml");
    }

    @Test
    void takenPortIsTold() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Cli cli = Cli.run("serve", "--port=" + taken.getLocalPort());

            assertThat(cli.exitCode()).isEqualTo(2);
            assertThat(cli.err()).startsWith("--port " + taken.getLocalPort() + ": ");
        }
    }

    @Test
    void helpSaysWhichOptionsHaveNoEffectYet() {
        Cli cli = Cli.run("serve", "--help");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out().replaceAll("\\s+", " "))
                .contains("(*) is read and checked but has no effect in this version")
                .contains("--jwt-secret")
                .contains("FLOW_PORT");
    }
}
