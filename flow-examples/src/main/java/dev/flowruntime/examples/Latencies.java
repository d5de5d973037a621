package dev.flowruntime.examples;

import java.util.Arrays;
import java.util.Collection;

/** Every latency that one thread saw, in nanoseconds. Not thread-safe. */
final class Latencies {
    private long[] nanos = new long[1 << 16];
    private int size;

    void add(long latency) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = latency;
    }

    int size() {
        return size;
    }

    /** All of them in one array, the shortest first. */
    static long[] sorted(Collection<Latencies> all) {
        long[] sorted = new long[all.stream().mapToInt(Latencies::size).sum()];
        int at = 0;
        for (Latencies one : all) {
            System.arraycopy(one.nanos, 0, sorted, at, one.size);
            at += one.size;
        }
        Arrays.sort(sorted);
        return sorted;
    }

    /** The latency that the given share of all did not exceed; 0 when there is none. */
    static double quantileMillis(long[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }
}
