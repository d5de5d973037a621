package dev.flowruntime.form;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An absolute http or https URI of RFC 3986 with a host name or IPv4 address. User names, which serve to make a host look
 * like another one, and IPv6 literals are refused; letters outside ASCII have to be encoded.
 */
final class WebAddress {
    private static final String PATH_SIGNS = "-._~!$&'()*+,;=:@/?";

    private WebAddress() {}

    /** The host of an address, as written; null when the text is none. */
    static @Nullable String host(String text) {
        int start = afterScheme(text);
        if (start < 0) {
            return null;
        }
        int end = start;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        int colon = text.indexOf(':', start);
        int hostEnd = colon >= 0 && colon < end ? colon : end;
        if (hostEnd < end && !isPort(text, hostEnd + 1, end)) {
            return null;
        }
        String host = text.substring(start, hostEnd);
        return Domains.isHostName(host) && isRest(text, end) ? host : null;
    }

    /** Whether an address, which the text must be, is one of https. */
    static boolean isHttps(String text) {
        return afterScheme(text) == 8;
    }

    private static int afterScheme(String text) {
        if (startsWith(text, "https://")) {
            return 8;
        }
        return startsWith(text, "http://") ? 7 : -1;
    }

    /** Not {@code regionMatches}, which takes a long s for an s. */
    private static boolean startsWith(String text, String scheme) {
        return text.length() >= scheme.length()
                && text.substring(0, scheme.length()).toLowerCase(Locale.ROOT).equals(scheme);
    }

    private static boolean isPort(String text, int from, int to) {
        if (from == to || to - from > 5) {
            return false;
        }
        int port = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(text.charAt(i))) {
                return false;
            }
            port = port * 10 + text.charAt(i) - '0';
        }
        return port <= 65_535;
    }

    /** Path, query and fragment. */
    private static boolean isRest(String text, int from) {
        boolean inFragment = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '#') {
                if (inFragment) {
                    return false;
                }
                inFragment = true;
            } else if (c == '%') {
                if (i + 2 >= text.length() || !Ascii.isHex(text.charAt(i + 1)) || !Ascii.isHex(text.charAt(i + 2))) {
                    return false;
                }
                i += 2;
            } else if (!Ascii.isAlphanumeric(c) && PATH_SIGNS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
