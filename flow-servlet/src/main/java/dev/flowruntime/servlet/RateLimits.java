package dev.flowruntime.servlet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy.VarExpiration;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.metrics.RuntimeObserver;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketListener;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LockFreeBucket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** The token buckets of the callers of this mount. A limit without a figure holds nobody. Thread-safe. */
final class RateLimits {
    /** Callers with a bucket that is not full, of one limit; a /48 of IPv6, which anybody gets, has 65,536 networks. */
    static final int MAX_CALLERS = 100_000;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<RateLimit, Buckets> limits = new EnumMap<>(RateLimit.class);
    private final RuntimeObserver observer;

    /** @param nanoTime a clock that never goes back, in nanoseconds from any moment */
    RateLimits(Map<RateLimit, Integer> perMinute, LongSupplier nanoTime, RuntimeObserver observer) {
        this.observer = observer;
        perMinute.forEach((limit, requests) -> limits.put(limit, new Buckets(requests, nanoTime)));
    }

    /**
     * Spends a token of a caller.
     *
     * @param caller who is counted; whatever is in it must be known to be true, or the caller has a bucket for each lie
     * @throws FlowException RATE_LIMITED when there is none
     */
    void spend(RateLimit limit, String caller) {
        Buckets buckets = limits.get(limit);
        if (buckets == null) {
            return;
        }
        ConsumptionProbe probe = buckets.spend(caller);
        if (!probe.isConsumed()) {
            observer.rateLimited(limit.bucket());
            long seconds = Math.max(1, ceilSeconds(probe.getNanosToWaitForRefill()));
            throw new FlowException(
                    ErrorCode.RATE_LIMITED,
                    "too many requests; try again in " + seconds + " s",
                    Map.of("retry_after", seconds));
        }
    }

    private static long ceilSeconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
    }

    /** How many callers of a limit are remembered. */
    long callers(RateLimit limit) {
        Buckets buckets = limits.get(limit);
        return buckets == null ? 0 : buckets.size();
    }

    /**
     * The buckets of one limit. A full bucket is as good as none, so each is kept until it will be full again: after one request
     * that is no longer than one token takes. When there are too many all the same, those that are nearest to full go first. So
     * nobody has his empty bucket forgotten by way of other callers, unless he empties as many buckets as there is room for.
     */
    private static final class Buckets {
        private final int perMinute;
        private final BucketConfiguration configuration;
        private final TimeMeter clock;
        private final Cache<CallerDigest, Bucket> buckets;
        private final VarExpiration<CallerDigest, Bucket> expiration;

        Buckets(int perMinute, LongSupplier nanoTime) {
            this.perMinute = perMinute;
            configuration = BucketConfiguration.builder()
                    .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                    .build();
            clock = new MonotonicClock(nanoTime);
            buckets = Caffeine.newBuilder()
                    .expireAfter(Expiry.<CallerDigest, Bucket>writing((caller, bucket) -> untilFull(bucket)))
                    .ticker(nanoTime::getAsLong)
                    .executor(Runnable::run)
                    .build();
            expiration = buckets.policy().expireVariably().orElseThrow();
        }

        private Duration untilFull(Bucket bucket) {
            return Duration.ofNanos(bucket.estimateAbilityToConsume(perMinute).getNanosToWaitForRefill());
        }

        /** Under the map's lock on the caller, so that the bucket is kept for what was really spent. */
        ConsumptionProbe spend(String caller) {
            AtomicReference<ConsumptionProbe> probe = new AtomicReference<>();
            buckets.asMap().compute(CallerDigest.of(caller), (digest, known) -> {
                Bucket bucket = known == null ? full() : known;
                probe.set(bucket.tryConsumeAndReturnRemaining(1));
                return bucket;
            });
            if (buckets.estimatedSize() > MAX_CALLERS) {
                makeRoom();
            }
            return Objects.requireNonNull(probe.get());
        }

        /** By its constructor, since the builder gives each bucket a configuration of its own: 100 bytes a caller. */
        private Bucket full() {
            return new LockFreeBucket(configuration, MathType.INTEGER_64_BITS, clock, BucketListener.NOPE);
        }

        /** Some at a time, since each time costs a look at the order. */
        private synchronized void makeRoom() {
            if (buckets.estimatedSize() > MAX_CALLERS) {
                buckets.invalidateAll(expiration.oldest(MAX_CALLERS / 100).keySet());
            }
        }

        long size() {
            buckets.cleanUp();
            return buckets.estimatedSize();
        }
    }

    private record MonotonicClock(LongSupplier nanoTime) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    /** Half of a SHA-256: small, of one size however long the text is, and it keeps no token in memory. */
    private record CallerDigest(long high, long low) {
        static CallerDigest of(String caller) {
            try {
                ByteBuffer digest = ByteBuffer.wrap(
                        MessageDigest.getInstance("SHA-256").digest(caller.getBytes(StandardCharsets.UTF_8)));
                return new CallerDigest(digest.getLong(), digest.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }
}
