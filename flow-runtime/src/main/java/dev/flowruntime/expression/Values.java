package dev.flowruntime.expression;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a value is while an expression runs: null, Boolean, Long, Double, String, List, Map, Instant or Duration. */
final class Values {
    private Values() {}

    /** A value as the host gave it; only numbers need a second look. */
    static @Nullable Object read(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Long || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return Numbers.of(number);
        }
        if (value instanceof Map || value instanceof List || value instanceof Instant || value instanceof Duration) {
            return value;
        }
        throw new ExpressionException("a value of " + value.getClass() + " has no place in expressions");
    }

    /** The member of a map, null when it is missing or the value has no members at all. */
    static @Nullable Object member(@Nullable Object value, String name) {
        return value instanceof Map<?, ?> map ? read(map.get(name)) : null;
    }

    /** The member of a map or the element of a list, null when there is none. */
    static @Nullable Object element(@Nullable Object value, @Nullable Object index) {
        if (value instanceof List<?> list) {
            Long place = Numbers.whole(index);
            if (place == null || place < 0 || place >= list.size()) {
                return null;
            }
            return read(list.get(place.intValue()));
        }
        return index instanceof String name ? member(value, name) : null;
    }

    static boolean contains(@Nullable Object container, @Nullable Object value) {
        if (container instanceof List<?> list) {
            for (Object element : list) {
                if (equal(read(element), value)) {
                    return true;
                }
            }
            return false;
        }
        if (container instanceof Map<?, ?> map) {
            return value instanceof String name && map.containsKey(name);
        }
        if (container == null) {
            return false;
        }
        throw new ExpressionException("'in' looks into a list or a map, not into " + kind(container));
    }

    /** Null equals null only; numbers are equal by value, also inside lists and maps; values of different kinds are unequal. */
    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return Numbers.compare(a, b) == 0;
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return equalLists(a, b);
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return equalMaps(a, b);
        }
        return Objects.equals(left, right);
    }

    private static boolean equalLists(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<?> others = right.iterator();
        for (Object element : left) {
            if (!equal(read(element), read(others.next()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Map<?, ?> left, Map<?, ?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            if (!right.containsKey(entry.getKey()) || !equal(read(entry.getValue()), read(right.get(entry.getKey())))) {
                return false;
            }
        }
        return true;
    }

    /** What a complaint calls a value, without telling it. */
    static String kind(@Nullable Object value) {
        if (value == null) {
            return "nothing (null)";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof String) {
            return "text";
        }
        if (value instanceof List) {
            return "a list";
        }
        if (value instanceof Map) {
            return "a map";
        }
        return value instanceof Instant ? "an instant" : "a duration";
    }
}
