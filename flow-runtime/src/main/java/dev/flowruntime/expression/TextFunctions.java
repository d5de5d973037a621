package dev.flowruntime.expression;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions on texts that are more than a call of the JDK. */
final class TextFunctions {
    /** The search is not linear, so that what is sought is bounded. */
    private static final int MAX_SOUGHT = 1_000;

    private static final int PIECE = 64;

    private TextFunctions() {}

    static Object size(@Nullable Object value) {
        if (value instanceof String text) {
            return (long) text.codePointCount(0, text.length());
        }
        if (value instanceof List<?> list) {
            return (long) list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return (long) map.size();
        }
        throw new ExpressionException("size needs text, a list or a map, not " + Values.kind(value));
    }

    static boolean contains(String text, String part) {
        if (part.length() > MAX_SOUGHT) {
            throw new ExpressionException("contains looks for at most 1,000 characters");
        }
        return text.contains(part);
    }

    /** In pieces: the JDK grows its result anew for each character that becomes two, which is slow for many of them. */
    static String upper(String text) {
        StringBuilder upper = new StringBuilder(text.length());
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(text.length(), start + PIECE);
            if (Character.isHighSurrogate(text.charAt(end - 1)) && end < text.length()) {
                end++;
            }
            Text.append(upper, text.substring(start, end).toUpperCase(Locale.ROOT));
            start = end;
        }
        return upper.toString();
    }

    /** The one character that becomes two goes first, for the same reason; pieces would miss a sigma at the end of a word. */
    static String lower(String text) {
        return text.replace("\u0130", "i\u0307").toLowerCase(Locale.ROOT);
    }

    static @Nullable String join(@Nullable Object value, String separator) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> list)) {
            throw new ExpressionException("join needs a list, not " + Values.kind(value));
        }
        StringBuilder out = new StringBuilder();
        Text.appendJoined(out, list, separator);
        return Text.bounded(out.toString());
    }

    /** All but the last characters become stars. */
    static String mask(String text, @Nullable Object keep) {
        Long kept = Numbers.whole(keep);
        if (kept == null || kept < 0) {
            throw new ExpressionException("mask keeps a whole number of characters, from 0");
        }
        int characters = text.codePointCount(0, text.length());
        if (kept >= characters) {
            return text;
        }
        int hidden = characters - kept.intValue();
        return "*".repeat(hidden) + text.substring(text.offsetByCodePoints(0, hidden));
    }
}
