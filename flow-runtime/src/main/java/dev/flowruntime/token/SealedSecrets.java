package dev.flowruntime.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowruntime.model.Secret;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets for a store, and reads them again: AES-256-GCM under a subkey of the ring's first key, whose id stands in the
 * text, so that keys can be rotated. A text is bound to its place; moved to another row it cannot be read. Thread-safe.
 */
public final class SealedSecrets {
    private static final String PREFIX = "sealed:v1:";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final SecureRandom random;

    private SealedSecrets(List<SigningKey> ring, SecureRandom random) {
        ring.forEach(key -> keys.put(key.kid(), new SecretKeySpec(Purpose.SECRET.bytes(key), "AES")));
        this.random = random;
    }

    /** Seals with the first key, and reads what any of them has sealed. */
    public static SealedSecrets with(KeyRing ring, SecureRandom random) {
        return new SealedSecrets(ring.keys(), random);
    }

    /** Keeps secrets as they are. */
    public static SealedSecrets none() {
        return new SealedSecrets(List.of(), new SecureRandom());
    }

    /** @param place names the row and the column */
    public Secret seal(Secret plain, String place) {
        if (keys.isEmpty()) {
            return plain;
        }
        Map.Entry<String, SecretKeySpec> first = keys.entrySet().iterator().next();
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = run(
                Cipher.ENCRYPT_MODE,
                first.getValue(),
                nonce,
                place,
                plain.reveal().getBytes(UTF_8));
        byte[] whole = new byte[NONCE + sealed.length];
        System.arraycopy(nonce, 0, whole, 0, NONCE);
        System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
        return new Secret(PREFIX + first.getKey() + ":"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(whole));
    }

    /**
     * What was sealed; a text that was stored before there were keys is given back as it is.
     *
     * @throws UnreadableSecretException when none of the keys has sealed it, or it is not the text of this place
     */
    public Secret open(Secret stored, String place) {
        String text = stored.reveal();
        if (!text.startsWith(PREFIX)) {
            return stored;
        }
        int colon = text.indexOf(':', PREFIX.length());
        String kid = colon < 0 ? "" : text.substring(PREFIX.length(), colon);
        SecretKeySpec key = keys.get(kid);
        if (key == null) {
            throw new UnreadableSecretException(
                    "the store holds a secret that was sealed with the key " + kid + ": give that key as well");
        }
        byte[] whole = Base64.getUrlDecoder().decode(text.substring(colon + 1).getBytes(US_ASCII));
        byte[] nonce = Arrays.copyOf(whole, NONCE);
        byte[] sealed = Arrays.copyOfRange(whole, NONCE, whole.length);
        return new Secret(new String(run(Cipher.DECRYPT_MODE, key, nonce, place, sealed), UTF_8));
    }

    /** Whether a stored text is as {@link #seal} would make it now. */
    public boolean isCurrent(Secret stored) {
        if (keys.isEmpty()) {
            return !stored.reveal().startsWith(PREFIX);
        }
        return stored.reveal().startsWith(PREFIX + keys.keySet().iterator().next() + ":");
    }

    private static byte[] run(int mode, SecretKeySpec key, byte[] nonce, String place, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new UnreadableSecretException(
                    "a secret of the store cannot be read: it was changed, or moved from another row", e);
        }
    }
}
