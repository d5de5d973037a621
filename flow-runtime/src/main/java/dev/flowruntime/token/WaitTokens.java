package dev.flowruntime.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.token.KeyRing.Subkey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Derives the token that answers one pause of one execution: {@code wait_} and 32 lower-case hex digits.
 *
 * <p>A token is a function of the key, the tenant, the execution and the pause number, so nothing needs to store it;
 * that it is used only once is the concern of whoever keeps the pause. Immutable and thread-safe.
 */
public final class WaitTokens {
    private static final int MAC_BYTES = 16;

    private final List<Subkey> keys;

    public WaitTokens(KeyRing keys) {
        this.keys = keys.subkeys(Purpose.WAIT);
    }

    /** The token under the first key of the ring. */
    public String issue(TenantId tenant, ExecutionId execution, long pause) {
        return derive(keys.get(0), message(tenant, execution, pause));
    }

    /** Whether a text is the token of this pause under any key of the ring; takes as long for each text. */
    public boolean matches(String token, TenantId tenant, ExecutionId execution, long pause) {
        byte[] given = token.getBytes(UTF_8);
        byte[] message = message(tenant, execution, pause);
        boolean matches = false;
        for (Subkey key : keys) {
            matches |= MessageDigest.isEqual(derive(key, message).getBytes(UTF_8), given);
        }
        return matches;
    }

    private static byte[] message(TenantId tenant, ExecutionId execution, long pause) {
        ByteBuffer message = ByteBuffer.allocate(2 * 16 + Long.BYTES);
        put(message, tenant.value());
        put(message, execution.value());
        return message.putLong(pause).array();
    }

    private static void put(ByteBuffer message, UUID id) {
        message.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static String derive(Subkey key, byte[] message) {
        return "wait_" + HexFormat.of().formatHex(key.hmac().of(message), 0, MAC_BYTES);
    }
}
