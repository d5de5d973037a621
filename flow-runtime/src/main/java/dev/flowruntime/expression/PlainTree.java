package dev.flowruntime.expression;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies results into plain trees and counts their size as it goes: one copy may hold 64 KiB in 64 levels. */
final class PlainTree {
    private static final int MAX_LEVELS = 64;
    private static final int SIZE_OF_OTHERS = 8;

    private int left = Text.MAX_BYTES;

    static @Nullable Object of(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        return value instanceof String text ? Text.bounded(text) : new PlainTree().copy(value);
    }

    @Nullable
    Object copy(@Nullable Object value) {
        return copy(value, MAX_LEVELS);
    }

    private @Nullable Object copy(@Nullable Object value, int levels) {
        if (value instanceof String text) {
            spend(text);
            return text;
        }
        spend(SIZE_OF_OTHERS);
        if (value instanceof List || value instanceof Map) {
            if (levels == 0) {
                throw new ExpressionException("the result has more than " + MAX_LEVELS + " levels");
            }
            return value instanceof List<?> list ? copyList(list, levels - 1) : copyMap((Map<?, ?>) value, levels - 1);
        }
        return value instanceof Duration ? value.toString() : value;
    }

    private List<@Nullable Object> copyList(List<?> list, int levels) {
        List<@Nullable Object> copy = new ArrayList<>();
        for (Object element : list) {
            copy.add(copy(Values.read(element), levels));
        }
        return Collections.unmodifiableList(copy);
    }

    private Map<String, @Nullable Object> copyMap(Map<?, ?> map, int levels) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new ExpressionException("a key of a map is text");
            }
            spend(key);
            copy.put(key, copy(Values.read(entry.getValue()), levels));
        }
        return Collections.unmodifiableMap(copy);
    }

    void spend(String text) {
        if (text.length() > left) {
            throw Text.tooLong();
        }
        spend(Text.bytes(text));
    }

    private void spend(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw Text.tooLong();
        }
    }
}
