package dev.flowruntime.token;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 without a checked exception. */
final class Sha256 {
    private Sha256() {}

    static byte[] of(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must offer SHA-256, this one does not", e);
        }
    }
}
