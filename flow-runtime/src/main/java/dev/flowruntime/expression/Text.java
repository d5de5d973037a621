package dev.flowruntime.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a value reads in a text, and how long a text may get. */
final class Text {
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_BYTES_OF_CHAR = 3;

    private Text() {}

    /** A missing value is empty, lists are joined with a comma, maps are compact JSON, instants RFC 3339 in UTC. */
    static String of(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof List || value instanceof Map) {
            StringBuilder out = new StringBuilder();
            append(out, value);
            return out.toString();
        }
        return ofScalar(value);
    }

    private static String ofScalar(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Number number ? Numbers.text(number) : value.toString();
    }

    static void append(StringBuilder out, @Nullable Object value) {
        if (value instanceof List<?> list) {
            appendJoined(out, list, ", ");
        } else if (value instanceof Map<?, ?> map) {
            JsonText.append(out, map);
        } else {
            append(out, value instanceof String text ? text : ofScalar(value));
        }
    }

    /** Elements that are null are left out, as a missing value is anywhere in a text. */
    static void appendJoined(StringBuilder out, List<?> list, String separator) {
        boolean first = true;
        for (Object element : list) {
            if (element != null) {
                if (!first) {
                    append(out, separator);
                }
                append(out, Values.read(element));
                first = false;
            }
        }
    }

    static void append(StringBuilder out, String text) {
        if (out.length() + text.length() > MAX_BYTES) {
            throw tooLong();
        }
        out.append(text);
    }

    static String join(String left, String right) {
        if (left.length() + right.length() > MAX_BYTES) {
            throw tooLong();
        }
        return left.concat(right);
    }

    /** The text, if it has at most 64 KiB in UTF-8. */
    static String bounded(String text) {
        if (text.length() > MAX_BYTES / MAX_BYTES_OF_CHAR && bytes(text) > MAX_BYTES) {
            throw tooLong();
        }
        return text;
    }

    /** Length in UTF-8; each half of a surrogate pair counts two. */
    static int bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    static ExpressionException tooLong() {
        return new ExpressionException("the result is longer than 64 KiB");
    }
}
