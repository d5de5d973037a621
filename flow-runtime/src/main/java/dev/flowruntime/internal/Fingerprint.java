package dev.flowruntime.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells a repeated request from another one. */
final class Fingerprint {
    private Fingerprint() {}

    /** The same for the same texts in the same order, and for nothing else. */
    static String of(String first, String second) {
        byte[] bytes = (first.length() + ":" + first + second).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(sha256(bytes));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
