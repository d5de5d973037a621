package dev.flowruntime.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compact JSON of a map that stands in a text, with numbers as texts show them. */
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    static void append(StringBuilder out, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Text.append(out, separator);
                quote(out, String.valueOf(entry.getKey()));
                Text.append(out, ":");
                append(out, Values.read(entry.getValue()));
                separator = ",";
            }
            Text.append(out, map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object element : list) {
                Text.append(out, separator);
                append(out, Values.read(element));
                separator = ",";
            }
            Text.append(out, list.isEmpty() ? "[]" : "]");
        } else if (value == null) {
            Text.append(out, "null");
        } else if (value instanceof Number || value instanceof Boolean) {
            Text.append(out, Text.of(value));
        } else {
            quote(out, Text.of(value));
        }
    }

    private static void quote(StringBuilder out, String text) {
        if (text.length() > Text.MAX_BYTES) {
            throw Text.tooLong();
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        Text.append(out, "\"");
    }
}
