package dev.flowruntime.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowruntime.token.KeyRing.Subkey;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Issues and verifies session tokens: {@code base64url(payload) "." base64url(mac)} without padding.
 *
 * <p>A token is authentic when issuing its own claims again, with the key that it names, gives the very same text. So
 * exactly one text stands for a set of claims and a key, however many others a base64 or JSON reader would take for the
 * same. Immutable and thread-safe.
 */
public final class SessionTokens {
    private static final int MAX_LENGTH = 2048;
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final Verdict REFUSED = new Verdict.Refused();

    private final List<Subkey> keys;

    public SessionTokens(KeyRing keys) {
        this.keys = keys.subkeys(Purpose.SESSION);
    }

    /** A token under the first key of the ring, about 300 characters long. */
    public String issue(SessionClaims claims) {
        return sign(claims, keys.get(0));
    }

    /**
     * Tells whether a text is a token that a key of the ring signed, and whether its time is over at {@code now}. A token
     * that claims to be issued more than 60 seconds later than {@code now} is refused.
     */
    public Verdict verify(String token, Instant now) {
        if (token.length() > MAX_LENGTH) {
            return REFUSED;
        }
        int dot = token.indexOf('.');
        SessionPayload payload = dot < 0 ? null : SessionPayload.decode(token.substring(0, dot));
        if (payload == null) {
            return REFUSED;
        }
        for (Subkey key : keys) {
            if (key.kid().equals(payload.kid())) {
                boolean authentic =
                        MessageDigest.isEqual(sign(payload.claims(), key).getBytes(UTF_8), token.getBytes(UTF_8));
                return authentic ? judge(payload.claims(), now) : REFUSED;
            }
        }
        return REFUSED;
    }

    private static Verdict judge(SessionClaims claims, Instant now) {
        if (!now.isBefore(claims.expiresAt())) {
            return new Verdict.Expired(claims);
        }
        return claims.issuedAt().isAfter(now.plus(CLOCK_SKEW)) ? REFUSED : new Verdict.Valid(claims);
    }

    private static String sign(SessionClaims claims, Subkey key) {
        String payload = new SessionPayload(claims, key.kid()).encode();
        return payload + '.' + BASE64URL.encodeToString(key.hmac().of(payload.getBytes(ISO_8859_1)));
    }
}
