package dev.flowruntime.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowruntime.token.KeyRing.Subkey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Derives tokens for the numbered occasions of a thing of a tenant: a prefix and 32 lower-case hex digits. A token is a function of
 * the key, the tenant, the thing and the number, so nothing needs to store it. Immutable and thread-safe.
 */
final class NumberedTokens {
    private static final int MAC_BYTES = 16;

    private final List<Subkey> keys;
    private final String prefix;

    NumberedTokens(List<Subkey> keys, String prefix) {
        this.keys = keys;
        this.prefix = prefix;
    }

    /** The token under the first key. */
    String issue(UUID tenant, UUID thing, long number) {
        return derive(keys.get(0), message(tenant, thing, number));
    }

    /** Whether a text is the token under any key; takes as long for each text. */
    boolean matches(String token, UUID tenant, UUID thing, long number) {
        byte[] given = token.getBytes(UTF_8);
        byte[] message = message(tenant, thing, number);
        boolean matches = false;
        for (Subkey key : keys) {
            matches |= MessageDigest.isEqual(derive(key, message).getBytes(UTF_8), given);
        }
        return matches;
    }

    private static byte[] message(UUID tenant, UUID thing, long number) {
        ByteBuffer message = ByteBuffer.allocate(2 * 16 + Long.BYTES);
        put(message, tenant);
        put(message, thing);
        return message.putLong(number).array();
    }

    private static void put(ByteBuffer message, UUID id) {
        message.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private String derive(Subkey key, byte[] message) {
        return prefix + HexFormat.of().formatHex(key.hmac().of(message), 0, MAC_BYTES);
    }
}
