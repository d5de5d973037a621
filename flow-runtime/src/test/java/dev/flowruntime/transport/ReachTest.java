package dev.flowruntime.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ReachTest {
    static final List<String> REFUSED = List.of(
            "http://example.com/",
            "HTTP://example.com/",
            "ftp://example.com/",
            "file:///etc/passwd",
            "gopher://example.com/",
            "jar:https://example.com/x!/y",
            "javascript:alert(1)",
            "data:text/plain,x",
            "ws://example.com/",
            "//example.com/",
            "example.com",
            "https:example.com",
            "https:/example.com",
            "https:///example.com",
            "https://",
            "https:///",
            "https://?x",
            "https://#x",
            "https://:443/",
            "https://user@example.com/",
            "https://user:secret@example.com/",
            "https://:secret@example.com/",
            "https://@example.com/",
            "https://example.com@127.0.0.1/",
            "https://127.0.0.1@example.com/",
            "https://example.com:443@127.0.0.1/",
            "https://example.com%40127.0.0.1/",
            "https://example.com/#fragment",
            "https://example.com#",
            "https://example.com?x#y",
            "https://example.com:0/",
            "https://example.com:65536/",
            "https://example.com:99999/",
            "https://example.com:-1/",
            "https://example.com:/",
            "https://example.com:4a3/",
            "https://example.com:+443/",
            "https://example.com:443:443/",
            "https://example.com\\@127.0.0.1/",
            "https://example.com\\.evil.com/",
            "https:\\\\example.com/",
            "https://exa mple.com/",
            "https://example.com/a b",
            "https://example.com/\t",
            "https://example.com/\n",
            "https://exam\nple.com/",
            "https://example.com/\u0000",
            "https://example.com/é",
            "https://exämple.com/",
            "https://ⓔxample.com/",
            "https://example。com/",
            "https://example．com/",
            "https://example.com./",
            "https://example..com/",
            "https://.example.com/",
            "https://-example.com/",
            "https://example-.com/",
            "https://exam%70le.com/",
            "https://%31%32%37.0.0.1/",
            "https://example.com/%",
            "https://example.com/%4",
            "https://example.com/%zz",
            "https://example.com/<x>",
            "https://example.com/\"x\"",
            "https://example.com/{x}",
            "https://example.com/|x",
            "https://example.com/^x",
            "https://example.com/`x",
            "https://[example.com]/",
            "https://exa[mple.com/",
            "https://localhost/",
            "https://LOCALHOST/",
            "https://LocalHost:8443/",
            "https://app.localhost/",
            "https://localhost./",
            "https://0/",
            "https://0.0.0.0/",
            "https://0.0.0.1/",
            "https://0.255.255.255/",
            "https://10.0.0.0/",
            "https://10.1.2.3/",
            "https://10.255.255.255/",
            "https://100.64.0.0/",
            "https://100.100.100.200/",
            "https://100.127.255.255/",
            "https://127.0.0.1/",
            "https://127.0.0.1:8443/x?y=z",
            "https://127.1/",
            "https://127.0.1/",
            "https://127.255.255.254/",
            "https://127.000.000.001/",
            "https://0127.0.0.1/",
            "https://0177.0.0.1/",
            "https://0x7f.0.0.1/",
            "https://0x7f.1/",
            "https://0x7f000001/",
            "https://0X7F000001/",
            "https://2130706433/",
            "https://017700000001/",
            "https://127.0.0.1./",
            "https://127.0.0.1.1/",
            "https://127.0.0/",
            "https://127.0.0.256/",
            "https://256.256.256.256/",
            "https://1.2.3.4.5/",
            "https://１２７.0.0.1/",
            "https://①②⑦.0.0.1/",
            "https://169.254.0.1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://169.254.169.253/",
            "https://169.254.170.2/",
            "https://0251.0376.0251.0376/",
            "https://0xa9fea9fe/",
            "https://2852039166/",
            "https://172.16.0.1/",
            "https://172.20.0.1/",
            "https://172.31.255.255/",
            "https://192.0.0.1/",
            "https://192.0.0.170/",
            "https://192.0.0.192/",
            "https://192.0.2.1/",
            "https://192.88.99.1/",
            "https://192.168.0.1/",
            "https://192.168.255.255/",
            "https://198.18.0.1/",
            "https://198.19.255.255/",
            "https://198.51.100.7/",
            "https://203.0.113.9/",
            "https://224.0.0.1/",
            "https://239.255.255.255/",
            "https://240.0.0.1/",
            "https://255.255.255.255/",
            "https://example.com.0x7f/",
            "https://foo.127/",
            "https://foo.0/",
            "https://foo.0x/",
            "https://[::]/",
            "https://[::1]/",
            "https://[::1]:8443/",
            "https://[0:0:0:0:0:0:0:1]/",
            "https://[0000:0000:0000:0000:0000:0000:0000:0001]/",
            "https://[::0001]/",
            "https://[::127.0.0.1]/",
            "https://[::7f00:1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[::FFFF:7F00:1]/",
            "https://[0:0:0:0:0:ffff:7f00:1]/",
            "https://[::ffff:a00:1]/",
            "https://[::ffff:a9fe:a9fe]/",
            "https://[::ffff:169.254.169.254]/",
            "https://[::ffff:0:127.0.0.1]/",
            "https://[::ffff:0:7f00:1]/",
            "https://[::ffff:808:808]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[64:ff9b::a9fe:a9fe]/",
            "https://[64:ff9b::808:808]/",
            "https://[64:ff9b:1::a00:1]/",
            "https://[64:ff9b:1:7f00::1]/",
            "https://[100::1]/",
            "https://[100:0:0:1::1]/",
            "https://[2001::1]/",
            "https://[2001:0:7f00:1::]/",
            "https://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
            "https://[2001:2::1]/",
            "https://[2001:10::1]/",
            "https://[2001:20::1]/",
            "https://[2001:db8::1]/",
            "https://[2001:DB8::1]/",
            "https://[2002::1]/",
            "https://[2002:7f00:1::]/",
            "https://[2002:a00:1::1]/",
            "https://[2002:a9fe:a9fe::]/",
            "https://[2002:808:808::1]/",
            "https://[3ffe::1]/",
            "https://[3fff::1]/",
            "https://[3fff:fff:ffff::1]/",
            "https://[4000::1]/",
            "https://[5f00::1]/",
            "https://[fc00::1]/",
            "https://[fd00:ec2::254]/",
            "https://[fdff::1]/",
            "https://[fe80::1]/",
            "https://[fe80::1%25eth0]/",
            "https://[fe80::1%eth0]/",
            "https://[febf::1]/",
            "https://[fec0::1]/",
            "https://[ff02::1]/",
            "https://[ff0e::1]/",
            "https://[2606:4700::5efe:7f00:1]/",
            "https://[2606:4700::200:5efe:a00:1]/",
            "https://[2606:4700:4700:0:0:0:0:1111]/",
            "https://[2606:4700:4700::001111]/",
            "https://[2606:4700:4700::1.1.1.1]/",
            "https://[2606:4700:4700::1111/",
            "https://2606:4700:4700::1111/",
            "https://[2606:4700:4700::1111]x/",
            "https://[2606:4700:4700::1111]:/",
            "https://[]/",
            "https://[::1",
            "https://[v1.x]/",
            "https://[1.1.1.1]/",
            "https://[127.0.0.1]/");

    static final List<String> PERMITTED = List.of(
            "https://example.com",
            "https://example.com/",
            "HTTPS://Example.COM/hooks",
            "https://example.com:8443/hooks?tenant=1&x=%2F",
            "https://example.com?x",
            "https://hooks.xn--exmple-cua.com/a;b=c/d",
            "https://my_host.example.com/",
            "https://not-there-yet.example/",
            "https://intranet/",
            "https://1.1.1.1/",
            "https://8.8.8.8:8443/",
            "https://100.63.255.255/",
            "https://100.128.0.0/",
            "https://172.15.255.255/",
            "https://172.32.0.0/",
            "https://192.0.1.1/",
            "https://198.17.255.255/",
            "https://198.20.0.0/",
            "https://223.255.255.255/",
            "https://[2606:4700:4700::1111]/",
            "https://[2606:4700:4700::1111]:8443/x",
            "https://[2001:4860:4860::8888]/",
            "https://[2001:200::1]/",
            "https://[2400:cb00::1]/",
            "https://127.0.0.1.example.com/",
            "https://localhost.example.com/",
            "https://a.b-c.d1/");

    @ParameterizedTest
    @FieldSource("REFUSED")
    void aUrlThatLeadsAstrayIsRefused(String url) {
        assertThat(Reach.PUBLIC.whyNot(url)).as(url).startsWith("must ");
    }

    @ParameterizedTest
    @FieldSource("PERMITTED")
    void aPublicUrlIsPermitted(String url) {
        assertThat(Reach.PUBLIC.whyNot(url)).as(url).isNull();
    }

    @Test
    void thereAreEnoughSpellings() {
        assertThat(REFUSED).doesNotHaveDuplicates().hasSizeGreaterThan(200);
    }

    @Test
    void anEndlessUrlIsRefused() {
        assertThat(Reach.PUBLIC.whyNot("https://example.com/" + "x".repeat(2028)))
                .isNull();
        assertThat(Reach.PUBLIC.whyNot("https://example.com/" + "x".repeat(2029)))
                .isEqualTo("must have at most 2048 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/",
        "http://127.0.0.1:8080/",
        "http://[::1]/",
        "https://localhost/",
        "http://acme.com/"
    })
    void loopbackAndHttpAreForDevelopment(String url) {
        assertThat(Reach.PUBLIC_AND_LOOPBACK.whyNot(url)).isNull();
        assertThat(Reach.PUBLIC.whyNot(url)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.1/",
        "http://169.254.169.254/",
        "http://[fe80::1]/",
        "http://0.0.0.0/",
        "http://2130706433/"
    })
    void otherAddressesThatAreNotPublicAreForNobody(String url) {
        assertThat(Reach.PUBLIC_AND_LOOPBACK.whyNot(url)).startsWith("must ");
    }

    @ParameterizedTest
    @CsvSource({"::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::", "fec0::1", "100.64.0.1"})
    void addressesThatANameResolvesToAreJudgedAsWell(String address) throws UnknownHostException {
        assertThat(Reach.PUBLIC.permits(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void everyBitOfAPrefixCounts() throws UnknownHostException {
        AddressRange range = AddressRange.of("172.16.0.0/12");
        assertThat(range.contains(InetAddress.getByName("172.31.255.255").getAddress()))
                .isTrue();
        assertThat(range.contains(InetAddress.getByName("172.32.0.0").getAddress()))
                .isFalse();
        assertThat(range.contains(InetAddress.getByName("2002::").getAddress())).isFalse();
    }
}
