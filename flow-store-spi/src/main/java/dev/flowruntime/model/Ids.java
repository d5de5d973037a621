package dev.flowruntime.model;

import java.util.UUID;

/** Strict reading of ids. */
public final class Ids {
    private Ids() {}

    /**
     * A UUID in its 36 characters, in any case; {@link UUID#fromString} takes shorter spellings as well.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static UUID parse(String text) {
        if (!isUuid(text)) {
            throw new IllegalArgumentException("not a UUID");
        }
        return UUID.fromString(text);
    }

    public static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !isHex(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
