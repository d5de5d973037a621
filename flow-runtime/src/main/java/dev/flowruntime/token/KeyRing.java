package dev.flowruntime.token;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The signing keys of a deployment in order: the first signs, all verify.
 *
 * <p>To rotate without ending a session: add the new key as the last one on all nodes, then move it to the front, and
 * drop the old one when the longest token life has passed. No token is signed with a key itself: each purpose has a
 * subkey of its own. Immutable and thread-safe.
 */
public final class KeyRing {
    private final List<SigningKey> keys;

    record Subkey(String kid, Hmac hmac) {}

    private KeyRing(List<SigningKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @throws IllegalArgumentException when there is no key, or two have the same id */
    public static KeyRing of(List<SigningKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a key ring needs at least one signing key");
        }
        Set<String> kids = new HashSet<>();
        for (SigningKey key : keys) {
            if (!kids.add(key.kid())) {
                throw new IllegalArgumentException("two signing keys have the id " + key.kid());
            }
        }
        return new KeyRing(keys);
    }

    /**
     * Reads keys in the form {@code [KID:]HEX}, as {@link SigningKey#parse} does.
     *
     * @throws IllegalArgumentException with a message for people, which never holds a key
     */
    public static KeyRing parse(List<String> keys) {
        return of(keys.stream().map(SigningKey::parse).toList());
    }

    /** One new key that nobody else has: what it signs is worth nothing after a restart or on another node. */
    public static KeyRing random(SecureRandom random) {
        return parse(List.of(RandomHex.of(random, 32)));
    }

    /** Derives the subkeys of one purpose, in the ring's order and never none; keep them, deriving is slow. */
    List<Subkey> subkeys(Purpose purpose) {
        return keys.stream()
                .map(key -> new Subkey(key.kid(), purpose.subkey(key)))
                .toList();
    }

    /** The keys themselves, in the ring's order. */
    List<SigningKey> keys() {
        return keys;
    }

    @Override
    public String toString() {
        return "KeyRing" + keys.stream().map(SigningKey::kid).toList();
    }
}
