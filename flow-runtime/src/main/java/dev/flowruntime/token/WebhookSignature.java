package dev.flowruntime.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowruntime.model.Secret;
import java.util.Base64;
import java.util.HexFormat;

/** The signatures that prove to a receiver that a webhook is from here; both are HMAC-SHA256. */
public final class WebhookSignature {
    private static final String PREFIX = "whsec_";

    private WebhookSignature() {}

    /** {@code sha256=} and the hex of the body's, keyed with the whole text of the secret. */
    public static String ofBody(Secret secret, String body) {
        byte[] mac = new Hmac(secret.reveal().getBytes(UTF_8)).of(body.getBytes(UTF_8));
        return "sha256=" + HexFormat.of().formatHex(mac);
    }

    /**
     * {@code v1,} and the base64 of {@code id.timestamp.body}'s, keyed as the Standard Webhooks specification says, with what
     * the base64 after {@code whsec_} stands for.
     *
     * @param timestamp of the attempt, in seconds since 1970
     */
    public static String standard(Secret secret, String id, long timestamp, String body) {
        byte[] key = Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
        byte[] mac = new Hmac(key).of((id + "." + timestamp + "." + body).getBytes(UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac);
    }
}
