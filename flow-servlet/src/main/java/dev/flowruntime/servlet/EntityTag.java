package dev.flowruntime.servlet;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Conditional requests: which state of a thing a client has, and whether that is how it still is (RFC 9110, 13.1.2). */
final class EntityTag {
    private static final int BYTES = 18; // without padding in base64, and enough that no two bodies meet

    private EntityTag() {}

    /** The strong tag of a body: the same for the same bytes. */
    static String of(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            String name = Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, BYTES));
            return '"' + name + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Whether the client has what it asks for: {@code *}, or a list in which the tag is, weak or not. A header that is neither
     * counts as none, so that in doubt the client is sent everything.
     *
     * @param ifNoneMatch the header, its lines joined by commas; null when there is none
     * @param tag strong or weak
     */
    static boolean isKnown(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        return ifNoneMatch.strip().equals("*") || new Tags(ifNoneMatch).holds(opaque(tag));
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /** Reads a list of tags from its beginning to its end, once. */
    private static final class Tags {
        private final String text;
        private int at;

        Tags(String text) {
            this.text = text;
        }

        boolean holds(String wanted) {
            boolean found = false;
            skipSpaceAndCommas();
            while (at < text.length()) {
                String tag = next();
                if (tag == null) {
                    return false;
                }
                found |= tag.equals(wanted);
                if (!skipSpaceAndCommas() && at < text.length()) {
                    return false;
                }
            }
            return found;
        }

        /** The next tag without the mark of a weak one; null when there is something else. */
        private @Nullable String next() {
            if (text.startsWith("W/", at)) {
                at += 2;
            }
            int start = at;
            if (at == text.length() || text.charAt(at++) != '"') {
                return null;
            }
            while (at < text.length() && isOfTag(text.charAt(at))) {
                at++;
            }
            if (at == text.length() || text.charAt(at++) != '"') {
                return null;
            }
            return text.substring(start, at);
        }

        private static boolean isOfTag(char c) {
            return c == '!' || c > '"' && c != 0x7f;
        }

        /** @return whether there was a comma */
        private boolean skipSpaceAndCommas() {
            boolean comma = false;
            while (at < text.length() && " \t,".indexOf(text.charAt(at)) >= 0) {
                comma |= text.charAt(at++) == ',';
            }
            return comma;
        }
    }
}
