package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "192.0.2.1, 192.0.2.1",
        "255.255.255.255, 255.255.255.255",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::FFFF:c000:201, 192.0.2.1",
        "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "::192.0.2.1, 0:0:0:0:0:0:c000:201",
        "2001:DB8::a:0, 2001:db8:0:0:0:0:a:0",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void anAddressIsReadWhateverItsSpelling(String text, String address) {
        assertThat(IpAddress.parse(text)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                ":",
                ":::",
                "1",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1..2.3",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.0x4",
                "1.2.3.+4",
                "1.2.3.-4",
                "1.2.3.4 ",
                "1.2.3.1000",
                "2130706433",
                "localhost",
                "unknown",
                "_hidden",
                "example.com",
                "1::2::3",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "[::1]",
                "::1/64",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::ffff:1.2.3.256",
                "\u0661.2.3.4",
                "'1.2.3.4'"
            })
    void whatIsNoAddressIsNotLookedUp(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Test
    void anIpv6LineIsOneCallerAndAnIpv4AddressAsWell() {
        assertThat(network("2001:db8:1:2::1")).isEqualTo(network("2001:db8:1:2:ffff::9"));
        assertThat(network("2001:db8:1:2::1")).isNotEqualTo(network("2001:db8:1:3::1"));
        assertThat(network("192.0.2.1")).isEqualTo(network("::ffff:192.0.2.1"));
        assertThat(network("192.0.2.1")).isNotEqualTo(network("192.0.2.2"));
        assertThat(network("::1")).isNotEqualTo(network("0.0.0.1"));
    }

    private static String network(String address) {
        return IpAddress.parse(address).network();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "10.0.0.0/8, ::ffff:10.1.2.3, ::10.1.2.3",
        "192.0.2.4/31, 192.0.2.5, 192.0.2.6",
        "192.0.2.4, 192.0.2.4, 192.0.2.5",
        "192.0.2.4/32, 192.0.2.4, 192.0.2.5",
        "::ffff:10.0.0.0/104, 10.1.2.3, 11.0.0.0",
        "0.0.0.0/0, 255.0.0.1, ::1",
        "fd00::/8, fdff::1, fc00::1",
        "2001:db8::/64, 2001:db8::ffff:1, 2001:db8:0:1::",
        "2001:db8::8000:0:0:0/65, 2001:db8::8000:0:0:1, 2001:db8::1",
        "::1, ::1, ::2",
        "::/0, 2001:db8::1, "
    })
    void aRangeHoldsTheAddressesThatBeginAsItDoes(String range, String inside, String outside) {
        assertThat(IpRange.parse(range).contains(IpAddress.parse(inside))).isTrue();
        if (outside != null) {
            assertThat(IpRange.parse(range).contains(IpAddress.parse(outside))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.0/ 8",
                "10/8",
                "::/129",
                "::1/1000",
                "proxy.local",
                "*"
            })
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> IpRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no range of addresses, such as 10.0.0.0/8 or fd00::/8");
    }

    @Test
    void aRangeThatIsNotWrittenFromItsBeginningIsRefusedWithIt() {
        assertThatThrownBy(() -> IpRange.parse("10.1.2.3/8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'10.1.2.3/8' has bits beyond its prefix; the range begins with 10.0.0.0");
    }
}
