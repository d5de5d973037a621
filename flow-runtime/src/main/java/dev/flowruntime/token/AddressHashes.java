package dev.flowruntime.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowruntime.model.TenantId;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Stands in for the addresses of clients where they must not be kept: 32 lower-case hex digits, the same for the same address and
 * tenant as long as the first key of the ring is the same. Who does not have the key cannot try addresses out. Immutable and
 * thread-safe.
 */
public final class AddressHashes {
    private static final int MAC_BYTES = 16;

    private final Hmac hmac;

    public AddressHashes(KeyRing keys) {
        this.hmac = keys.subkeys(Purpose.ADDRESS).get(0).hmac();
    }

    public String hash(TenantId tenant, String address) {
        byte[] text = address.getBytes(UTF_8);
        ByteBuffer message = ByteBuffer.allocate(2 * Long.BYTES + text.length);
        message.putLong(tenant.value().getMostSignificantBits())
                .putLong(tenant.value().getLeastSignificantBits())
                .put(text);
        return HexFormat.of().formatHex(hmac.of(message.array()), 0, MAC_BYTES);
    }
}
