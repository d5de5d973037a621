package dev.flowruntime.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Tokens made from the texts of the standards, sharing nothing with the code under test; it signs any payload. */
final class ReferenceTokens {
    private ReferenceTokens() {}

    static byte[] subkey(byte[] key, String label) {
        byte[] info = Arrays.copyOf(label.getBytes(US_ASCII), label.length() + 1);
        info[label.length()] = 1;
        return hmac(hmac(new byte[32], key), info);
    }

    static String signed(byte[] subkey, String payload) {
        return signedText(subkey, base64url(payload.getBytes(ISO_8859_1)));
    }

    static String signedText(byte[] subkey, String firstPart) {
        return firstPart + "." + base64url(hmac(subkey, firstPart.getBytes(ISO_8859_1)));
    }

    static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().encodeToString(bytes).replace("=", "");
    }

    /** HMAC-SHA256 for keys of at most one block. */
    static byte[] hmac(byte[] key, byte[] message) {
        byte[] inner = new byte[64];
        byte[] outer = new byte[64];
        for (int i = 0; i < 64; i++) {
            int k = i < key.length ? key[i] : 0;
            inner[i] = (byte) (k ^ 0x36);
            outer[i] = (byte) (k ^ 0x5c);
        }
        return sha256(outer, sha256(inner, message));
    }

    private static byte[] sha256(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(first);
            return digest.digest(second);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
