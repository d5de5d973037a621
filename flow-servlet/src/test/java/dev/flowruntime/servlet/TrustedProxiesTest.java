package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = trusting("10.0.0.0/8", "fd00::/8");

    private static TrustedProxies trusting(String... ranges) {
        return new TrustedProxies(Stream.of(ranges).map(IpRange::parse).toList());
    }

    @ParameterizedTest(name = "{1} via {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // peer            | X-Forwarded-For                        | client
                "192.0.2.9         |                                        | 192.0.2.9",
                "192.0.2.9         | 198.51.100.1                           | 192.0.2.9",
                "192.0.2.9         | 10.0.0.1                               | 192.0.2.9",
                "10.0.0.1          |                                        | 10.0.0.1",
                "10.0.0.1          | 198.51.100.1                           | 198.51.100.1",
                "10.0.0.1          | 203.0.113.7, 198.51.100.1              | 198.51.100.1",
                "10.0.0.1          | 203.0.113.7,198.51.100.1,10.0.0.2      | 198.51.100.1",
                "10.0.0.1          | 10.9.9.9, 198.51.100.1, 10.0.0.2       | 198.51.100.1",
                "10.0.0.1          | 10.0.0.3, 10.0.0.2                     | 10.0.0.3",
                "::ffff:10.0.0.1   | ::ffff:198.51.100.1                    | 198.51.100.1",
                "fd00::1           | 2001:db8::5                            | 2001:db8:0:0:0:0:0:5",
                "[fd00::1]         | 2001:db8::5                            | 2001:db8:0:0:0:0:0:5",
                "[fd00::1%eth0]    | 2001:db8::5                            | 2001:db8:0:0:0:0:0:5",
                "fd00::1%2         | 2001:db8::5                            | 2001:db8:0:0:0:0:0:5",
                "10.0.0.1          | 198.51.100.1:4711                      | 198.51.100.1",
                "10.0.0.1          | [2001:db8::5]:4711                     | 2001:db8:0:0:0:0:0:5",
                "10.0.0.1          | [2001:db8::5]                          | 2001:db8:0:0:0:0:0:5",
                "10.0.0.1          | 198.51.100.1, 10.0.0.2:80, [fd00::2]:1 | 198.51.100.1",
                "10.0.0.1          | 198.51.100.1 ,                         | 198.51.100.1",
                "10.0.0.1          | , ,198.51.100.1,,                      | 198.51.100.1",
                "10.0.0.1          | ,                                      | 10.0.0.1",
                "10.0.0.1          | garbage, 198.51.100.1                  | 198.51.100.1",
                "10.0.0.1          | 198.51.100.1, garbage                  | 10.0.0.1",
                "10.0.0.1          | 198.51.100.1, unknown, 10.0.0.2        | 10.0.0.2",
                "10.0.0.1          | 198.51.100.1; 203.0.113.7              | 10.0.0.1",
                "10.0.0.1          | \"198.51.100.1\"                       | 10.0.0.1",
                "10.0.0.1          | for=198.51.100.1                       | 10.0.0.1",
                "10.0.0.1          | 198.51.100.1:99999999                  | 10.0.0.1",
                "10.0.0.1          | 198.51.100.1:                          | 10.0.0.1",
                "10.0.0.1          | fe80::1%eth0                           | 10.0.0.1",
                "10.0.0.1          | 127.1                                  | 10.0.0.1",
                "10.0.0.1          | []:1                                   | 10.0.0.1",
                "/run/flow.sock    | 198.51.100.1                           | ",
                "                  | 198.51.100.1                           | "
            })
    void theClientIsTheLastHopThatNoTrustedProxyIs(String peer, String forwarded, String client) {
        List<String> lines = forwarded == null ? List.of() : List.of(forwarded);

        assertThat(String.valueOf(PROXIES.client(peer, lines))).isEqualTo(String.valueOf(client));
    }

    @Test
    void linesOfTheHeaderAreOneList() {
        assertThat(client("203.0.113.7", "198.51.100.1, 10.0.0.3", "10.0.0.2")).isEqualTo("198.51.100.1");
        assertThat(client("203.0.113.7, 198.51.100.1", "", "10.0.0.2,")).isEqualTo("198.51.100.1");
        assertThat(client("198.51.100.1", "garbage")).isEqualTo("10.0.0.1");
    }

    private static String client(String... lines) {
        return PROXIES.client("10.0.0.1", Arrays.asList(lines)).toString();
    }

    @Test
    void nobodyIsTrustedUnlessNamed() {
        assertThat(trusting().client("127.0.0.1", List.of("198.51.100.1"))).hasToString("127.0.0.1");
    }

    @Test
    void aLongHeaderOfAClientIsNotRead() {
        String made = "10.0.0.9,".repeat(100_000) + "198.51.100.1";

        assertThat(client(made)).isEqualTo("198.51.100.1");
    }
}
