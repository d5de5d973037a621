package dev.flowruntime.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://acme.com, https://acme.com",
        "HTTPS://ACME.com:443, https://acme.com",
        "http://acme.com:80, http://acme.com",
        "http://acme.com:443, http://acme.com:443",
        "https://*.Acme.com:443, https://*.acme.com",
        "https://*.acme.com:8443, https://*.acme.com:8443",
        "https://MÜNCHEN.de, https://xn--mnchen-3ya.de",
        "https://ＡＣＭＥ.com, https://acme.com",
        "https://XN--mnchen-3ya.de, https://xn--mnchen-3ya.de",
        "http://[0:0:0:0:0:0:0:1]:80, http://[::1]",
        "https://[2001:DB8::0:1], https://[2001:db8::1]"
    })
    void ruleIsBroughtIntoTheFormThatBrowsersSend(String written, String canonical) {
        AllowedOrigin rule = AllowedOrigin.parse(written);

        assertThat(rule).hasToString(canonical).isEqualTo(AllowedOrigin.parse(canonical));
        assertThat(rule).hasSameHashCodeAs(AllowedOrigin.parse(canonical));
    }

    @Test
    void wildcardAndNameItselfAreTwoRules() {
        assertThat(AllowedOrigin.parse("https://*.acme.com")).isNotEqualTo(AllowedOrigin.parse("https://acme.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://*.com",
                "https://*.de:8443",
                "https://*.co.uk",
                "https://*.CO.UK",
                "https://*.github.io",
                "https://*.vercel.app",
                "https://*.myshopify.com",
                "https://*.s3.amazonaws.com",
                "https://*.xn--p1ai",
                "https://*.рф",
                "https://*.公司.cn",
                "https://*.ck",
                "https://*.foo.ck",
                "https://*.kawasaki.jp",
                "https://*.compute.amazonaws.com",
                "https://*.internal",
                "http://*.local",
                "http://*.test",
                "http://*.intranet"
            })
    void wildcardBeforeASuffixThatStrangersShareIsRefused(String text) {
        assertThatThrownBy(() -> AllowedOrigin.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("anyone may own a name below");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://*.acme.com",
                "https://*.acme.co.uk",
                "https://*.acme.github.io",
                "https://*.acme.vercel.app",
                "https://*.www.ck",
                "https://*.city.kawasaki.jp",
                "https://*.acme.foo.ck",
                "http://*.acme.internal",
                "http://*.acme.local",
                "http://*.localhost",
                "http://*.localhost:3000",
                "http://*.app.localhost:3000",
                "https://github.io",
                "https://co.uk",
                "http://intranet"
            })
    void nameOfOnesOwnIsTaken(String text) {
        assertThat(AllowedOrigin.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'', begins with http",
        "null, begins with http",
        "*, begins with http",
        "acme.com, begins with http",
        "//acme.com, begins with http",
        "ftp://acme.com, begins with http",
        "*://acme.com, begins with http",
        "' https://acme.com', begins with http",
        "https:acme.com, begins with http",
        "https://acme.com/, not even a slash",
        "https://acme.com/shop, not even a slash",
        "https://acme.com?x=1, no query",
        "https://acme.com#x, not even a slash",
        "https://user@acme.com, no user",
        "https://acme.com\\x, not even a slash",
        "https://*, whole first label",
        "https://*.*.acme.com, whole first label",
        "https://a.*.acme.com, whole first label",
        "https://*acme.com, whole first label",
        "https://acme.*, whole first label",
        "https://*:3000, whole first label",
        "https://*.*, whole first label",
        "https://acme.com., no dot at its end",
        "https://*.acme.com., no dot at its end",
        "https://acme.com:, from 1 to 65535",
        "https://acme.com:0, from 1 to 65535",
        "https://acme.com:0443, from 1 to 65535",
        "https://acme.com:65536, from 1 to 65535",
        "https://acme.com:*, from 1 to 65535",
        "https://acme.com:80:80, from 1 to 65535",
        "https://[::1]x, not one that a browser can show",
        "https://::1, not one that a browser can show",
        "https://, not one that a browser can show",
        "https://*., not one that a browser can show",
        "https://.acme.com, not one that a browser can show",
        "https://a..com, not one that a browser can show",
        "https://a b.com, not one that a browser can show",
        "'https://acme.com ', not one that a browser can show",
        "'https://acme.com,https://b.com', no path",
        "https://-a.com, not one that a browser can show",
        "https://a%2eb.com, not one that a browser can show",
        "https://127.1, not one that a browser can show",
        "https://0x7f000001, not one that a browser can show",
        "https://010.0.0.1, not one that a browser can show",
        "https://1.2.3.4.5, not one that a browser can show",
        "https://[::1, not one that a browser can show",
        "https://[::1%25eth0], not one that a browser can show",
        "https://[1:2:3], not one that a browser can show",
        "https://[::1::], not one that a browser can show",
        "https://[1.2.3.4], not one that a browser can show",
        "https://[acme.com], not one that a browser can show",
        "https://*.127.0.0.1, not before an IP address",
        "https://*.0.0.1, not one that a browser can show",
        "https://*.[::1], not before an IP address"
    })
    void otherTextIsRefusedAndToldWhy(String text, String reason) {
        assertThatThrownBy(() -> AllowedOrigin.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\" is no allowed origin")
                .hasMessageContaining(reason);
    }

    /** IDNA 2003, which the JDK speaks, and UTS 46, which browsers speak, make different names of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://straße.de",
                "https://βόλος.com",
                "https://a\u200db.com",
                "https://a\u00adb.com",
                "https://Ⴀ.com",
                "https://acme\u3002com",
                "https://😀.com",
                "https://münchen.xn--mnchen-3ya.de"
            })
    void nameThatTheJdkAndBrowsersMayReadDifferentlyIsRefused(String text) {
        assertThatThrownBy(() -> AllowedOrigin.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("xn-- form");
    }

    @Test
    void namesOfAnyKindAreTakenInTheirXnForm() {
        for (String text : new String[] {"https://xn--strae-oqa.de", "https://*.xn--e28h.com"}) {
            assertThat(AllowedOrigin.parse(text)).hasToString(text);
        }
    }

    @Test
    void endlessTextIsRefusedUnread() {
        assertThatThrownBy(() -> AllowedOrigin.parse("https://" + "a.".repeat(1_000_000) + "com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 300 characters")
                .message()
                .hasSizeLessThan(100);
    }
}
