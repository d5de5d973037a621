package dev.flowruntime.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One numbered change of a schema.
 *
 * @param body its statements without those that record it
 */
record Step(int number, String name, String body) {
    String file() {
        return "V" + number + "__" + name + ".sql";
    }

    /** Of the text that was shipped; a changed one is another step. */
    String checksum() {
        try {
            byte[] text = body.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "step " + number + " (" + name + ")";
    }
}
