package dev.flowruntime.definition;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Copies what Java code gives into the plain values of documents. */
final class PlainTree {
    private PlainTree() {}

    /** An unmodifiable copy in the same order, without null members. */
    static Map<String, @Nullable Object> members(Map<String, ? extends @Nullable Object> members) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (value != null) {
                copy.put(name, copy(value));
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object copy(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            return copy(map);
        }
        if (value instanceof Iterable<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(copy(item)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Duration || value instanceof Instant) {
            return value.toString();
        }
        throw new IllegalArgumentException("a flow document has no value of " + value.getClass());
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (!(name instanceof String text)) {
                throw new IllegalArgumentException("a member's name must be a text: " + name);
            }
            copy.put(text, copy(value));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static Number number(Number number) {
        if (number instanceof BigInteger integer && integer.bitLength() < Long.SIZE) {
            return integer.longValue();
        }
        boolean fractional = number instanceof Double
                || number instanceof Float
                || number instanceof BigDecimal
                || number instanceof BigInteger;
        if (!fractional) {
            return number.longValue();
        }
        double value = number.doubleValue();
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a number must be finite: " + number);
        }
        return value;
    }

    /**
     * The map in an order that is the same on every run: its own if it keeps one, else that of its names. ({@code Map.of}
     * shuffles, and a document whose text changes at each start would be published at each start.)
     */
    static Map<String, @Nullable Object> ordered(Map<String, ? extends @Nullable Object> map) {
        boolean keepsOrder = map instanceof LinkedHashMap || map instanceof SortedMap;
        Map<String, @Nullable Object> ordered = keepsOrder ? new LinkedHashMap<>() : new TreeMap<>();
        map.forEach((name, value) -> ordered.put(name, orderedValue(value)));
        return ordered;
    }

    @SuppressWarnings("unchecked") // names that are no texts are refused when the node is made
    static @Nullable Object orderedValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
            return ordered((Map<String, @Nullable Object>) map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> ordered = new ArrayList<>(list.size());
            list.forEach(item -> ordered.add(orderedValue(item)));
            return ordered;
        }
        return value;
    }
}
