package dev.flowruntime.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedOriginsTest {
    /** In canonical form, so that the oracle need not bring them into it. */
    private static final List<String> RULES = List.of(
            "https://acme.com",
            "http://acme.com",
            "https://acme.com:8443",
            "https://www.acme.com",
            "https://*.acme.com",
            "http://*.acme.com",
            "https://*.acme.com:8443",
            "http://*.acme.com:8080",
            "https://*.shop.acme.com",
            "https://acme.co.uk",
            "https://*.acme.co.uk",
            "https://*.acme.github.io",
            "https://github.io",
            "http://localhost",
            "http://localhost:3000",
            "http://*.localhost:3000",
            "http://*.acme.internal",
            "http://127.0.0.1:5173",
            "https://10.0.0.1",
            "http://[::1]:3000",
            "https://[2001:db8::1]",
            "https://[::ffff:7f00:1]",
            "https://xn--mnchen-3ya.de",
            "https://*.xn--mnchen-3ya.de",
            "https://my_app.acme.com",
            "https://a-b.acme.com",
            "http://intranet");

    private static final List<String> SCHEMES = List.of("https://", "http://", "HTTPS://", "ftp://", "https:", "");

    private static final List<String> HOSTS = List.of(
            "acme.com",
            "www.acme.com",
            "a.b.acme.com",
            "a.shop.acme.com",
            "shop.acme.com",
            "xacme.com",
            "acme.com.evil.com",
            "acme.com.",
            "www.acme.com.",
            ".acme.com",
            "a..acme.com",
            "*.acme.com",
            "-a.acme.com",
            "a-.acme.com",
            "a-b.acme.com",
            "my_app.acme.com",
            "WWW.acme.com",
            "www.Acme.com",
            "www%2eacme.com",
            "user@acme.com",
            "evil.com#.acme.com",
            "evil.com/.acme.com",
            "evil.com?.acme.com",
            "evil.com\\.acme.com",
            "acme.co.uk",
            "x.acme.co.uk",
            "x.acme.github.io",
            "github.io",
            "localhost",
            "dev.localhost",
            "a.b.localhost",
            "pos.acme.internal",
            "acme.internal",
            "intranet",
            "127.0.0.1",
            "127.1",
            "127.0.0.01",
            "0x7f.0.0.1",
            "a.0x7f",
            "2130706433",
            "256.0.0.1",
            "10.0.0.1",
            "10.0.0.1.2",
            "1.acme.com",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[2001:db8::1]",
            "[2001:DB8::1]",
            "[2001:db8:0:0:0:0:0:1]",
            "[2001:db8::0:1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[fe80::1%25eth0]",
            "[::1",
            "[]",
            "[acme.com]",
            "xn--mnchen-3ya.de",
            "www.xn--mnchen-3ya.de",
            "münchen.de",
            "",
            "null",
            "a".repeat(63) + ".acme.com",
            "a".repeat(64) + ".acme.com",
            "a.".repeat(122) + "acme.com",
            "a.".repeat(123) + "acme.com");

    private static final List<String> ENDS = List.of(
            "", ":443", ":80", ":8443", ":8080", ":3000", ":5173", ":0", ":03000", ":65536", ":", ":a", "/", " ", "/x",
            "?q", "#f");

    private static final List<String> OTHERS = List.of(
            "null",
            "*",
            "https://",
            "https",
            "https:///acme.com",
            "https:/acme.com",
            "https:acme.com",
            "//acme.com",
            "acme.com",
            " https://acme.com",
            "https://acme.com https://evil.com",
            "https://acme.com,https://evil.com",
            "https://acme.com\u0000",
            "https://acme.com\r\nX: y",
            "https://acme.com:443:443",
            "https://acme.com:8443:",
            "https://user:pass@acme.com",
            "https://acme.com@evil.com",
            "https://[::1]x:3000",
            "http://[::1]3000",
            "wss://acme.com",
            "file://",
            "chrome-extension://abcdefghijklmnop",
            "blob:https://acme.com",
            "httpsx://acme.com",
            "https://www\uff0eacme.com",
            "https://acme\u3002com",
            "https://acme.com:\u0663\u0660\u0660\u0660",
            "https://" + "a".repeat(100_000) + ".acme.com");

    @Test
    void everyOriginIsJudgedAsTheOracleDoes() {
        Set<String> origins = origins();
        int allowed = 0;
        for (String rule : RULES) {
            AllowedOrigin one = AllowedOrigin.parse(rule);
            AllowedOrigins list = AllowedOrigins.of(List.of(one));
            for (String header : origins) {
                boolean expected = OriginOracle.allows(rule, header);
                assertThat(list.allows(header))
                        .as("%s against %s", header, rule)
                        .isEqualTo(expected);
                assertThat(Origin.parse(header).filter(one::allows).isPresent())
                        .as("%s against %s, one by one", header, rule)
                        .isEqualTo(expected);
                allowed += expected ? 1 : 0;
            }
        }
        assertThat(origins).hasSizeGreaterThan(150);
        assertThat(allowed).as("pairs that are allowed").isGreaterThan(RULES.size());
    }

    @Test
    void everyHeaderIsReadAsTheOracleDoes() {
        for (String header : origins()) {
            assertThat(Origin.parse(header).map(Origin::toString).orElse("none"))
                    .as(header)
                    .isEqualTo(OriginOracle.isOrigin(header) ? header : "none");
        }
    }

    private static Set<String> origins() {
        Set<String> origins = new LinkedHashSet<>(OTHERS);
        for (String scheme : SCHEMES) {
            for (String host : HOSTS) {
                ENDS.forEach(end -> origins.add(scheme + host + end));
            }
        }
        return origins;
    }

    @ParameterizedTest
    @CsvSource({
        "https://*.acme.com, https://a.b.acme.com, true",
        "https://*.acme.com, https://www.acme.com, true",
        "https://*.acme.com, https://acme.com, false",
        "https://*.acme.com, https://evilacme.com, false",
        "https://*.acme.com, http://www.acme.com, false",
        "https://*.acme.com, https://www.acme.com:8443, false",
        "https://*.acme.com, https://www.acme.com:443, false",
        "https://*.acme.com, https://WWW.acme.com, false",
        "https://*.acme.com, https://www.acme.com., false",
        "https://*.acme.com, https://www.acme.com/, false",
        "https://*.acme.com, https://evil.com/.acme.com, false",
        "https://*.acme.com:443, https://www.acme.com, true",
        "HTTPS://*.ACME.com, https://www.acme.com, true",
        "https://acme.com, https://acme.com, true",
        "https://acme.com, https://www.acme.com, false",
        "https://acme.com, http://acme.com, false",
        "http://acme.com:80, http://acme.com, true",
        "http://acme.com:443, http://acme.com, false",
        "http://acme.com:443, http://acme.com:443, true",
        "https://acme.com, null, false",
        "https://München.de, https://xn--mnchen-3ya.de, true",
        "https://*.münchen.de, https://www.xn--mnchen-3ya.de, true",
        "https://例え.jp, https://xn--r8jz45g.jp, true",
        "http://[0:0::1]:3000, http://[::1]:3000, true",
        "https://[::FFFF:127.0.0.1], https://[::ffff:7f00:1], true",
        "https://[2001:db8:0:0:1:0:0:1], https://[2001:db8::1:0:0:1], true",
        "https://[1:0:0:2:0:0:0:3], https://[1:0:0:2::3], true",
        "https://[1:2:3:4:5:6:7::], https://[1:2:3:4:5:6:7:0], true",
        "https://[1::], https://[1::], true",
        "https://127.0.0.1, https://127.0.0.1, true"
    })
    void table(String rule, String header, boolean allowed) {
        assertThat(AllowedOrigins.parse(List.of(rule)).allows(header)).isEqualTo(allowed);
    }

    @Test
    void oneOfManyRulesIsEnough() {
        AllowedOrigins origins = AllowedOrigins.parse(RULES);

        assertThat(origins.allows("https://a.acme.co.uk")).isTrue();
        assertThat(origins.allows("http://intranet")).isTrue();
        assertThat(origins.allows("http://intranet:81")).isFalse();
    }

    @Test
    void noRuleAllowsNothing() {
        assertThat(AllowedOrigins.of(List.of()).allows("https://acme.com")).isFalse();
        assertThat(AllowedOrigins.of(List.of()).allows("null")).isFalse();
    }

    @Test
    void sameRuleTwiceIsOneRule() {
        List<String> twice = new ArrayList<>(List.of("https://acme.com", "https://ACME.com:443"));

        assertThat(AllowedOrigins.parse(twice)).hasToString("AllowedOrigins[https://acme.com][]");
    }

    @Test
    void listNamesTheRuleThatIsNone() {
        assertThatThrownBy(() -> AllowedOrigins.parse(List.of("https://acme.com", "acme.com")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"acme.com\"");
    }
}
