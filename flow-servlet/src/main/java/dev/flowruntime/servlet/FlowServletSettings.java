package dev.flowruntime.servlet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the API is mounted.
 *
 * @param requireOrigin whether chat requests without an {@code Origin} header are refused
 * @param bodyLimit of a JSON body, in bytes
 * @param engineBodyLimit of a JSON body of the Engine API, in bytes
 * @param batchBodyLimit of a JSON body with several telemetry events, in bytes
 * @param uploadLimit of a file, in bytes
 * @param requestIds names requests that came without a usable {@code X-Request-Id}
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 * @param rateLimits in requests a minute; a limit that is not there holds nobody
 * @param maxConcurrentRequests that are served at once
 * @param maxWait for a place among them
 * @param maxStreams that are open at once
 * @param metrics what {@code /metrics} answers; null when there are none
 * @param nanoTime a clock that never goes back
 */
record FlowServletSettings(
        boolean requireOrigin,
        int bodyLimit,
        int engineBodyLimit,
        int batchBodyLimit,
        long uploadLimit,
        Supplier<String> requestIds,
        List<IpRange> trustedProxies,
        Map<RateLimit, Integer> rateLimits,
        int maxConcurrentRequests,
        Duration maxWait,
        int maxStreams,
        @Nullable Supplier<String> metrics,
        LongSupplier nanoTime) {
    FlowServletSettings {
        trustedProxies = List.copyOf(trustedProxies);
        rateLimits = Map.copyOf(rateLimits);
    }
}
