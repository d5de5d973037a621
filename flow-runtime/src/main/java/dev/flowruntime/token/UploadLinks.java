package dev.flowruntime.token;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.UploadId;
import dev.flowruntime.token.KeyRing.Subkey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs the links under which files are downloaded, each for one file and until one moment. The signature is opaque to clients:
 * it holds the tenant, so that nobody has to look for a file among those of all tenants, and a MAC. Immutable and thread-safe.
 */
public final class UploadLinks {
    private static final int TENANT_BYTES = 16;
    private static final int SIGNATURE_CHARACTERS = 64; // 16 + 32 bytes in base64

    private final List<Subkey> keys;

    public UploadLinks(KeyRing keys) {
        this.keys = keys.subkeys(Purpose.UPLOAD);
    }

    /** The query of a link: {@code exp=…&sig=…}; it counts in whole seconds. */
    public String sign(TenantId tenant, UploadId upload, Instant expires) {
        long exp = expires.getEpochSecond();
        byte[] mac = keys.get(0).hmac().of(message(tenant, upload, exp));
        byte[] signature = ByteBuffer.allocate(TENANT_BYTES + mac.length)
                .putLong(tenant.value().getMostSignificantBits())
                .putLong(tenant.value().getLeastSignificantBits())
                .put(mac)
                .array();
        return "exp=" + exp + "&sig=" + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    /**
     * The tenant whose file a link opens; takes as long for each link.
     *
     * @param exp whole epoch seconds, as the link has it
     * @return null when the link was not signed by any key of the ring, or has expired
     */
    public @Nullable TenantId verify(UploadId upload, String exp, String sig, Instant now) {
        byte[] signature = decode(sig);
        Long expires = seconds(exp);
        if (signature == null || expires == null) {
            return null;
        }
        ByteBuffer parts = ByteBuffer.wrap(signature);
        TenantId tenant = new TenantId(new UUID(parts.getLong(), parts.getLong()));
        byte[] given = new byte[parts.remaining()];
        parts.get(given);
        byte[] message = message(tenant, upload, expires);
        boolean genuine = false;
        for (Subkey key : keys) {
            genuine |= MessageDigest.isEqual(key.hmac().of(message), given);
        }
        return genuine && now.getEpochSecond() < expires ? tenant : null;
    }

    /** Only the canonical text is a signature. */
    private static byte @Nullable [] decode(String sig) {
        if (sig.length() != SIGNATURE_CHARACTERS) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sig);
            boolean canonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .equals(sig);
            return canonical && bytes.length == TENANT_BYTES + Hmac.LENGTH ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Long seconds(String exp) {
        if (exp.isEmpty() || exp.length() > 12 || exp.charAt(0) == '0') {
            return null;
        }
        return exp.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.valueOf(exp) : null;
    }

    private static byte[] message(TenantId tenant, UploadId upload, long exp) {
        return ByteBuffer.allocate(2 * TENANT_BYTES + Long.BYTES)
                .putLong(tenant.value().getMostSignificantBits())
                .putLong(tenant.value().getLeastSignificantBits())
                .putLong(upload.value().getMostSignificantBits())
                .putLong(upload.value().getLeastSignificantBits())
                .putLong(exp)
                .array();
    }
}
