package dev.flowruntime.internal;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What a node knows of the store's configuration: at most five seconds old, and new at once where it was changed. This is the
 * only place that makes that promise.
 *
 * <p>The age counts from before the store was read, and a value whose reading began before a change is not kept after it: a cache
 * that expires and is invalidated would keep the old value of a read that was under way.
 */
final class FreshCache<K, V> {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Known<V>(V value, long readAt, long changes) {}

    private final Cache<K, Known<V>> cache;
    private final Function<K, V> store;
    private final LongSupplier nanoTime;
    private final AtomicLong changes = new AtomicLong();

    FreshCache(long entries, LongSupplier nanoTime, Function<K, V> store) {
        this.cache = Caches.of(entries).build();
        this.store = store;
        this.nanoTime = nanoTime;
    }

    /** One thread reads the store for a key, and others who want it wait for that. */
    V get(K key) {
        Known<V> known = cache.getIfPresent(key);
        if (known == null || !isFresh(known)) {
            known = cache.asMap().compute(key, (k, old) -> old != null && isFresh(old) ? old : read(k));
        }
        return known.value();
    }

    private boolean isFresh(Known<V> known) {
        return known.changes() == changes.get() && nanoTime.getAsLong() - known.readAt() < FRESH_NANOS;
    }

    private Known<V> read(K key) {
        long before = changes.get();
        long now = nanoTime.getAsLong();
        return new Known<>(store.apply(key), now, before);
    }

    /** Says that something was changed here. */
    void forget() {
        changes.incrementAndGet();
    }
}
