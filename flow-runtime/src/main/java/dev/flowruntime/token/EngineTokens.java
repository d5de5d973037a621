package dev.flowruntime.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowruntime.model.Secret;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The token that a server shows to the Engine API. Any text may serve as one; those made here are {@code engine_} and 64
 * hex digits. Only the hash is stored.
 */
public final class EngineTokens {
    private EngineTokens() {}

    public static Secret make(SecureRandom random) {
        return new Secret("engine_" + RandomHex.of(random, 32));
    }

    /** The SHA-256 of the token (UTF-8) in 64 lower-case hex digits: what a store keeps, and finds a token by. */
    public static String hash(Secret token) {
        return HexFormat.of().formatHex(Sha256.of(token.reveal().getBytes(UTF_8)));
    }

    /** Whether a token is the one with this hash; takes as long for each token of one length. */
    public static boolean matches(Secret token, String hash) {
        return MessageDigest.isEqual(hash(token).getBytes(UTF_8), hash.getBytes(UTF_8));
    }
}
