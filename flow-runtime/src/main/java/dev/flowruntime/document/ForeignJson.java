package dev.flowruntime.document;

import dev.flowruntime.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON that other systems send, and refuses what no store should be asked to keep. */
public final class ForeignJson {
    private static final int MAX_DEPTH = 32;

    private ForeignJson() {}

    /**
     * One JSON value of at most 32 levels, its numbers finite, its texts without NUL and without halves of surrogate pairs.
     *
     * @throws IllegalArgumentException for anything else; the message goes on from the name of what was read, as in "is not JSON", and
     *     has nothing of it in it
     */
    public static @Nullable Object read(String text) {
        Object value;
        try {
            value = JsonTree.read(new Json(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not JSON", e);
        }
        refuseOddValues(value, 1);
        return value;
    }

    private static void refuseOddValues(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("is nested deeper than " + MAX_DEPTH + " levels");
        }
        if (value instanceof String text) {
            refuseOddText(text);
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            throw new IllegalArgumentException("has a number beyond all bounds");
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                refuseOddValues(item, depth + 1);
            }
        } else if (value instanceof Map<?, ?> object) {
            for (Map.Entry<?, ?> member : object.entrySet()) {
                refuseOddText((String) member.getKey());
                refuseOddValues(member.getValue(), depth + 1);
            }
        }
    }

    private static void refuseOddText(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("has a text with a NUL character");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("has a text with half a surrogate pair");
        }
    }
}
