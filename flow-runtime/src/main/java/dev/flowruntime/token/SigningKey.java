package dev.flowruntime.token;

import dev.flowruntime.model.Secret;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A key that tokens are derived from and signed with, and the id that tokens name it by.
 *
 * @param kid 1 to 32 of {@code A-Z a-z 0-9 . _ -}; travels in every session token, so it is no secret
 * @param hex the key's bytes, at least 32 and at most 512 of them, as hex digits in either case
 */
public record SigningKey(String kid, Secret hex) {
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]*");
    private static final int MIN_BYTES = 32;
    private static final int MAX_BYTES = 512;

    /** @throws IllegalArgumentException when a part is not of its form; the message never holds the key */
    public SigningKey {
        if (!KID.matcher(kid).matches()) {
            throw refused("the id (KID) is 1 to 32 letters, digits, dots, dashes or underscores");
        }
        checkHex(hex.reveal());
    }

    /**
     * Reads a key as the command line has it, {@code [KID:]HEX}. A key without an id is named by the first eight hex
     * digits of its SHA-256, so that all nodes that share it agree.
     *
     * @throws IllegalArgumentException with a message for people, which never holds the key
     */
    public static SigningKey parse(String text) {
        int colon = text.indexOf(':');
        if (colon >= 0) {
            return new SigningKey(text.substring(0, colon), new Secret(text.substring(colon + 1)));
        }
        checkHex(text);
        return new SigningKey(
                HexFormat.of().formatHex(Sha256.of(HexFormat.of().parseHex(text)), 0, 4), new Secret(text));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex.reveal());
    }

    private static void checkHex(String hex) {
        if (!HEX.matcher(hex).matches()) {
            throw refused("HEX holds something that is not a hex digit");
        }
        if (hex.length() % 2 != 0 || hex.length() < 2 * MIN_BYTES || hex.length() > 2 * MAX_BYTES) {
            throw refused("HEX is an even number of digits, from 64 (32 bytes) to 1024; there are " + hex.length());
        }
    }

    private static IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException("a signing key is written [KID:]HEX: " + reason);
    }
}
