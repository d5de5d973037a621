package dev.flowruntime.expression;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes values into CommonMark so that they show as their plain characters.
 *
 * <p>Only what could have a meaning where it stands is escaped, so that a date, a price or an order number reads the same in
 * a client that shows the text raw. A backtick becomes a character reference, because in code, where a backslash means nothing,
 * an escaped one would still end the code.
 */
final class Markdown {
    /** Signs that a block's marker at the start of a line may consist of. */
    private static final String MARKERS = "#+-*>=.)(_~|:`[]\\ \t0123456789";

    private static final String MARKS_BLOCK = "#+-=.)";
    private static final String ALWAYS_ESCAPED = "\\*[]<>|~";
    private static final String KEPT_IN_ADDRESS = "-._~/?#@!$&+,=%";

    private Markdown() {}

    static void append(StringBuilder out, String value, MarkdownPlaces.Place place) {
        if (value.length() > Text.MAX_BYTES) {
            throw Text.tooLong();
        }
        switch (place) {
            case TEXT -> appendText(out, oneLine(value));
            case ADDRESS -> appendAddress(out, value.strip());
            case INSIDE_ADDRESS -> appendEncoded(out, value.strip(), "");
            case TAG -> appendReferences(out, oneLine(value));
        }
        Text.append(out, "");
    }

    /** Line breaks, and blanks around them, become one space; at either end nothing. */
    private static String oneLine(String value) {
        if (value.indexOf('\n') < 0 && value.indexOf('\r') < 0) {
            return value;
        }
        StringBuilder line = new StringBuilder(value.length());
        value.lines().map(String::strip).filter(part -> !part.isEmpty()).forEach(part -> {
            if (line.length() > 0) {
                line.append(' ');
            }
            line.append(part);
        });
        return line.toString();
    }

    private static void appendText(StringBuilder out, String value) {
        if (!value.isEmpty() && endsInOpenEscape(out)) {
            out.append('\\');
        }
        boolean lineStart = isLineStart(out);
        boolean listNumber = lineStart;
        boolean afterAmpersand = out.length() > 0 && out.charAt(out.length() - 1) == '&';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean last = i == value.length() - 1;
            char next = last ? ' ' : value.charAt(i + 1);
            if (c == '`') {
                appendReference(out, c);
            } else if (isBlank(c)) {
                if (last || (i == 0 && lineStart)) {
                    appendReference(out, c);
                } else {
                    out.append(c);
                }
            } else {
                boolean marksList = listNumber && (c == '.' || c == ')') && isBlank(next);
                boolean marksBlock = i == 0 && lineStart && MARKS_BLOCK.indexOf(c) >= 0;
                boolean endsReference = afterAmpersand && c == ';';
                boolean always = ALWAYS_ESCAPED.indexOf(c) >= 0;
                if (always || marksList || marksBlock || endsReference || isInline(value, i, c)) {
                    out.append('\\');
                }
                out.append(c);
            }
            listNumber &= c >= '0' && c <= '9';
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Whether a sign means something in a line, given what stands around it. */
    private static boolean isInline(String value, int i, char c) {
        boolean last = i == value.length() - 1;
        char next = last ? '\0' : value.charAt(i + 1);
        return switch (c) {
            // Between letters or digits an underscore is one.
            case '_' ->
                i == 0 || last || !Character.isLetterOrDigit(value.charAt(i - 1)) || !Character.isLetterOrDigit(next);
            // The end of a heading.
            case '#' ->
                (i == 0 || isBlank(value.charAt(i - 1)))
                        && value.chars().skip(i).allMatch(sign -> sign == '#');
            // A character reference.
            case '&' -> last || next == '#' || Character.isLetter(next);
            // With an author's bracket behind or before it: an image, an address, a link's definition.
            case '!' -> last;
            case '(' -> i == 0;
            // Many clients make links of bare addresses.
            case ':' -> i == 0 || next == '/';
            case '.' -> i >= 3 && value.regionMatches(true, i - 3, "www", 0, 3);
            default -> false;
        };
    }

    /** Whether the author's last sign is a backslash that would take the first sign of the value, or its escape, with it. */
    private static boolean endsInOpenEscape(StringBuilder out) {
        int i = out.length();
        while (i > 0 && out.charAt(i - 1) == '\\') {
            i--;
        }
        return (out.length() - i) % 2 == 1;
    }

    /** Whether what the line holds so far can still become a block's marker. */
    private static boolean isLineStart(StringBuilder out) {
        for (int i = out.length() - 1; i >= 0; i--) {
            char c = out.charAt(i);
            if (c == '\n' || c == '\r') {
                return true;
            }
            if (MARKERS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the author's next sign would make a list's number of the value before it, as in {@code {{ n }}. Thanks}. */
    static boolean completesListMarker(StringBuilder out, String next) {
        if (!next.startsWith(".") && !next.startsWith(")")) {
            return false;
        }
        char last = out.length() == 0 ? '\n' : out.charAt(out.length() - 1);
        return last >= '0' && last <= '9' && isLineStart(out);
    }

    private static void appendAddress(StringBuilder out, String value) {
        int colon = value.indexOf(':');
        String scheme = colon < 0 ? "" : value.substring(0, colon).toLowerCase(Locale.ROOT);
        boolean leadsAway = scheme.chars().noneMatch(c -> c == '/' || c == '?' || c == '#') && colon >= 0;
        switch (scheme) {
            case "http", "https", "mailto", "tel" -> appendEncoded(out, value, ":");
            default -> appendEncoded(out, leadsAway ? "#" : value, ":");
        }
    }

    /** Percent-encodes what has a meaning in markdown or none in an address. */
    private static void appendEncoded(StringBuilder out, String value, String alsoKept) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && Character.isLetterOrDigit(c);
            if (plain || KEPT_IN_ADDRESS.indexOf(c) >= 0 || alsoKept.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
            }
        }
    }

    /** The first character is always a reference, so that no value is itself a tag's name or an attribute's. */
    private static void appendReferences(StringBuilder out, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80 && (i == 0 || !Character.isLetterOrDigit(c))) {
                appendReference(out, c);
            } else {
                out.append(c);
            }
        }
    }

    private static void appendReference(StringBuilder out, char c) {
        out.append("&#").append((int) c).append(';');
    }
}
