package dev.flowruntime.form;

import org.jspecify.annotations.Nullable;

/**
 * An address that mail on the public internet can go to: a dot-atom of RFC 5321, and a host name of at least two labels.
 * Quoted local parts, address literals and single-label hosts are legal mail, but typing errors in a form.
 */
final class EmailAddress {
    private static final int MAX_LOCAL = 64;
    private static final int MAX_ADDRESS = 254;
    private static final String ATOM_SIGNS = "!#$%&'*+-/=?^_`{|}~";

    private EmailAddress() {}

    /** The domain of an address; null when the text is none. */
    static @Nullable String domain(String text) {
        int at = text.indexOf('@');
        if (at < 1 || at > MAX_LOCAL || text.length() > MAX_ADDRESS || !isDotAtom(text, at)) {
            return null;
        }
        String domain = text.substring(at + 1);
        int lastDot = domain.lastIndexOf('.');
        boolean named = lastDot > 0 && Domains.isHostName(domain) && !Ascii.isDigit(domain.charAt(lastDot + 1));
        return named ? domain : null;
    }

    private static boolean isDotAtom(String text, int end) {
        boolean atomEnded = true;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.' ? atomEnded : !Ascii.isAlphanumeric(c) && ATOM_SIGNS.indexOf(c) < 0) {
                return false;
            }
            atomEnded = c == '.';
        }
        return !atomEnded;
    }
}
