package dev.flowruntime.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions on texts that are more than a call of the JDK. */
final class TextFunctions {
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
