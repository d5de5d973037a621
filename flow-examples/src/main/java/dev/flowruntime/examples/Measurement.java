package dev.flowruntime.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one number of threads did.
 *
 * @param triggers latencies in nanoseconds, sorted
 * @param resumes latencies in nanoseconds, sorted
 * @param firstError one of the errors; null when there was none
 */
@SuppressWarnings("ArrayRecordComponent") // a million latencies, read once
record Measurement(
        int threads,
        double seconds,
        long[] triggers,
        long[] resumes,
        long errors,
        @Nullable RuntimeException firstError,
        long allocatedBytes) {
    static Measurement of(List<Bench.Visitor> visitors, long nanos) {
        return new Measurement(
                visitors.size(),
                nanos / 1e9,
                Latencies.sorted(visitors.stream().map(v -> v.triggers).toList()),
                Latencies.sorted(visitors.stream().map(v -> v.resumes).toList()),
                visitors.stream().mapToLong(v -> v.errors).sum(),
                visitors.stream()
                        .map(v -> v.firstError)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                visitors.stream().mapToLong(v -> v.allocatedBytes).sum());
    }

    /** @param trips round trips to the database; null when they were not counted */
    Map<String, @Nullable Object> toTree(String store, @Nullable Long trips) {
        int conversations = resumes.length;
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("store", store);
        tree.put("threads", threads);
        tree.put("conversations_per_s", Math.round(conversations / seconds));
        tree.put("trigger_p50_ms", millis(triggers, 0.50));
        tree.put("trigger_p99_ms", millis(triggers, 0.99));
        tree.put("resume_p50_ms", millis(resumes, 0.50));
        tree.put("resume_p99_ms", millis(resumes, 0.99));
        tree.put("round_trips_per_conversation", each(trips));
        tree.put("errors", errors);
        tree.put("allocated_bytes_per_conversation", conversations == 0 ? 0 : allocatedBytes / conversations);
        return tree;
    }

    private @Nullable Object each(@Nullable Long trips) {
        if (trips == null || trips == 0 || resumes.length == 0) {
            return trips;
        }
        return Math.round(100.0 * trips / resumes.length) / 100.0;
    }

    private static double millis(long[] sorted, double share) {
        return Math.round(Latencies.quantileMillis(sorted, share) * 10_000) / 10_000.0;
    }
}
