package dev.flowruntime.metrics;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Meters by the value of a label that the process does not choose. There is room for so many values; all that come later share one
 * meter, since each costs memory here and wherever meters are kept. Thread-safe.
 */
final class LabelValues<T> {
    private static final String OTHER = "other";

    private final int most;
    private final Function<String, T> meters;
    private final ConcurrentMap<String, T> known = new ConcurrentHashMap<>();

    LabelValues(int most, Function<String, T> meters) {
        this.most = most;
        this.meters = meters;
    }

    T of(String value) {
        T meter = known.get(value);
        return meter == null ? add(value) : meter;
    }

    private synchronized T add(String value) {
        return known.computeIfAbsent(known.size() < most ? value : OTHER, meters);
    }
}
