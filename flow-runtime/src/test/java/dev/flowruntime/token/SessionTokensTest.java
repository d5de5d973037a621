package dev.flowruntime.token;

import static dev.flowruntime.token.TokenFixture.CLAIMS;
import static dev.flowruntime.token.TokenFixture.CONVERSATION;
import static dev.flowruntime.token.TokenFixture.EXPIRES;
import static dev.flowruntime.token.TokenFixture.HEX;
import static dev.flowruntime.token.TokenFixture.ISSUED;
import static dev.flowruntime.token.TokenFixture.KEY;
import static dev.flowruntime.token.TokenFixture.OTHER_HEX;
import static dev.flowruntime.token.TokenFixture.PAYLOAD;
import static dev.flowruntime.token.TokenFixture.TENANT;
import static dev.flowruntime.token.TokenFixture.WIDGET_KEY;
import static dev.flowruntime.token.TokenFixture.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionTokensTest {
    private static final String OLD = "k1:" + HEX;
    private static final String NEW = "k2:" + OTHER_HEX;
    private static final Verdict VALID = new Verdict.Valid(CLAIMS);
    private static final Verdict EXPIRED = new Verdict.Expired(CLAIMS);
    private static final Verdict REFUSED = new Verdict.Refused();

    private final SessionTokens tokens = new SessionTokens(ring(OLD));

    /** The text comes from Python's hmac, hashlib and base64 modules. */
    @Test
    void tokenIsTheOneThatTheContractDescribes() {
        String known = "eyJ0aWQiOiIwMTkwYTFiMi1jM2Q0LTdlNWYtOGE2Yi03YzhkOWUwZjFhMmIiLCJjaWQiOiIwMTkwYTFiMi1jM2Q0LTdlNW"
                + "YtOGE2Yi0wMDAwMDAwMDAwMDEiLCJ3ayI6IjAxOTBhMWIyLWMzZDQtN2U1Zi04YTZiLTAwMDAwMDAwMDAwMiIsImlhdCI6MTc4MjkwMD"
                + "AwMCwiZXhwIjoxNzgyOTAzNjAwLCJraWQiOiJrMSJ9.wx0pyl1cxH-5-8qvN9FevHgp39YrPdL3oy7PN1m6uHU";
        byte[] subkey = ReferenceTokens.subkey(KEY, "flow-runtime session token");

        assertThat(ReferenceTokens.signed(subkey, PAYLOAD)).isEqualTo(known);
        assertThat(tokens.issue(CLAIMS)).isEqualTo(known);
        assertThat(tokens.verify(known, ISSUED)).isEqualTo(VALID);
    }

    @Test
    void sessionIsOverAtTheVerySecondItExpires() {
        String token = tokens.issue(CLAIMS);

        assertThat(tokens.verify(token, EXPIRES.minusNanos(1))).isEqualTo(VALID);
        assertThat(tokens.verify(token, EXPIRES)).isEqualTo(EXPIRED);
        assertThat(tokens.verify(token, Instant.parse("2099-01-01T00:00:00Z"))).isEqualTo(EXPIRED);
    }

    @Test
    void clockOfTheIssuerMayBeAheadByOneMinute() {
        String token = tokens.issue(CLAIMS);

        assertThat(tokens.verify(token, ISSUED.minusSeconds(60))).isEqualTo(VALID);
        assertThat(tokens.verify(token, ISSUED.minusSeconds(60).minusNanos(1))).isEqualTo(REFUSED);
    }

    @Test
    void tokenOfAKeyThatStillVerifiesOutlivesTheRotation() {
        SessionTokens rotated = new SessionTokens(ring(NEW, OLD));

        assertThat(rotated.verify(tokens.issue(CLAIMS), ISSUED)).isEqualTo(VALID);
        assertThat(rotated.issue(CLAIMS)).isEqualTo(new SessionTokens(ring(NEW)).issue(CLAIMS));
    }

    @Test
    void tokenOfADroppedKeyIsRefused() {
        assertThat(new SessionTokens(ring(NEW)).verify(tokens.issue(CLAIMS), ISSUED))
                .isEqualTo(REFUSED);
    }

    @Test
    void sameIdOverOtherBytesIsRefused() {
        String forged = new SessionTokens(ring("k1:" + OTHER_HEX)).issue(CLAIMS);

        assertThat(tokens.verify(forged, ISSUED)).isEqualTo(REFUSED);
    }

    @Test
    void textOfMoreThanTwoKibibytesIsRefusedHoweverItEnds() {
        String token = tokens.issue(CLAIMS);

        assertThat(tokens.verify(token + "A".repeat(2049 - token.length()), ISSUED))
                .isEqualTo(REFUSED);
        assertThat(tokens.verify("A".repeat(5_000_000), ISSUED)).isEqualTo(REFUSED);
    }

    @Test
    void claimsAreCutToWholeSeconds() {
        SessionClaims exact = new SessionClaims(
                TENANT, CONVERSATION, WIDGET_KEY, ISSUED.plusNanos(999_999_999), EXPIRES.plusNanos(1));

        assertThat(exact).isEqualTo(CLAIMS);
    }

    @Test
    void sessionThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> new SessionClaims(TENANT, CONVERSATION, WIDGET_KEY, EXPIRES, ISSUED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ISSUED.toString());
    }

    @Test
    void instantsBeyondWhatATokenCarriesAreRefused() {
        Instant before1970 = Instant.EPOCH.minusSeconds(1);
        Instant after9999 = Instant.parse("+10000-01-01T00:00:00Z");

        assertThatThrownBy(() -> new SessionClaims(TENANT, CONVERSATION, WIDGET_KEY, before1970, EXPIRES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SessionClaims(TENANT, CONVERSATION, WIDGET_KEY, ISSUED, after9999))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyClaimSurvivesTheWay() {
        SessionClaims edge = new SessionClaims(
                TENANT, CONVERSATION, WIDGET_KEY, Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"));

        assertThat(tokens.verify(tokens.issue(edge), ISSUED)).isEqualTo(new Verdict.Valid(edge));
    }
}
