package dev.flowruntime.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowruntime.model.Secret;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The proof that a customer id comes from the host's own server and not from a visitor: the hex HMAC-SHA256 of the id
 * (UTF-8), with the identity secret of the widget key (UTF-8) as the key.
 */
public final class CustomerSignature {
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");

    private CustomerSignature() {}

    /**
     * What the host's server puts beside the customer id, in 64 lower-case hex digits.
     *
     * @param identitySecret not empty
     */
    public static String sign(Secret identitySecret, String customerId) {
        return HexFormat.of().formatHex(mac(identitySecret, customerId));
    }

    /** @param signatureHex any text; only 64 hex digits, in either case, can be right */
    public static boolean verify(Secret identitySecret, String customerId, String signatureHex) {
        return HEX.matcher(signatureHex).matches()
                && MessageDigest.isEqual(
                        mac(identitySecret, customerId), HexFormat.of().parseHex(signatureHex));
    }

    private static byte[] mac(Secret identitySecret, String customerId) {
        return new Hmac(identitySecret.reveal().getBytes(UTF_8)).of(customerId.getBytes(UTF_8));
    }
}
