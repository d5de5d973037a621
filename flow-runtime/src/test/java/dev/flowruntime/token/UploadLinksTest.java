package dev.flowruntime.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.UploadId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadLinksTest {
    private static final String OLD = "a:" + "11".repeat(32);
    private static final String NEW = "b:" + "22".repeat(32);
    private static final TenantId ACME = TenantId.of("019e2667-0000-7000-8000-000000000001");
    private static final UploadId FILE = UploadId.of("019e2667-0000-7000-8000-0000000000f1");
    private static final UploadId OTHER = UploadId.of("019e2667-0000-7000-8000-0000000000f2");
    private static final Instant EXPIRES = Instant.parse("2026-05-11T10:00:00Z");

    private final UploadLinks links = new UploadLinks(KeyRing.parse(List.of(OLD)));
    private final String sig = sig(links);

    private static String sig(UploadLinks links) {
        String query = links.sign(ACME, FILE, EXPIRES);
        String head = "exp=" + EXPIRES.getEpochSecond() + "&sig=";
        assertThat(query).startsWith(head);
        return query.substring(head.length());
    }

    private TenantId verify(UploadLinks by, UploadId file, String exp, String signature) {
        return by.verify(file, exp, signature, EXPIRES.minusSeconds(1));
    }

    @Test
    void aLinkTellsItsTenantUntilItExpires() {
        String exp = String.valueOf(EXPIRES.getEpochSecond());
        assertThat(verify(links, FILE, exp, sig)).isEqualTo(ACME);
        assertThat(links.verify(FILE, exp, sig, EXPIRES)).isNull();
        assertThat(verify(links, OTHER, exp, sig)).isNull();
    }

    @Test
    void everyKeyOfTheRingVerifiesAndOnlyThose() {
        String exp = String.valueOf(EXPIRES.getEpochSecond());
        assertThat(verify(new UploadLinks(KeyRing.parse(List.of(NEW, OLD))), FILE, exp, sig))
                .isEqualTo(ACME);
        assertThat(verify(new UploadLinks(KeyRing.parse(List.of(NEW))), FILE, exp, sig))
                .isNull();
    }

    @Test
    void whatIsMangledIsNoLink() {
        String exp = String.valueOf(EXPIRES.getEpochSecond());
        for (int i = 0; i < sig.length(); i++) {
            char other = sig.charAt(i) == 'x' ? 'y' : 'x';
            assertThat(verify(links, FILE, exp, sig.substring(0, i) + other + sig.substring(i + 1)))
                    .isNull();
        }
        for (String mangled : List.of("", sig + "=", sig + "A", sig.substring(1), " " + sig, "\u00e9".repeat(64))) {
            assertThat(verify(links, FILE, exp, mangled)).isNull();
        }
        for (String mangled :
                List.of("", "0" + exp, "+" + exp, exp + " ", "-1", "1e9", exp + "0", "9".repeat(30), "\u0661")) {
            assertThat(verify(links, FILE, mangled, sig)).isNull();
        }
    }

    @Test
    void theKeyIsNotThatOfOtherTokens() {
        // The label is part of every link that is out there.
        assertThat(sig).isEqualTo(sig(new UploadLinks(KeyRing.parse(List.of(OLD)))));
        assertThat(KeyRing.parse(List.of(OLD))
                        .subkeys(Purpose.UPLOAD)
                        .get(0)
                        .hmac()
                        .of(new byte[0]))
                .isNotEqualTo(KeyRing.parse(List.of(OLD))
                        .subkeys(Purpose.WAIT)
                        .get(0)
                        .hmac()
                        .of(new byte[0]));
    }
}
