package dev.flowruntime.internal;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.WidgetKeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how often forms were mounted with each widget key. The counts of a second go to the store together, so that a form
 * that many pages show does not make a row that all of them write; a process that is killed loses as much.
 */
public final class Mounts implements WorkSource {
    private static final Logger LOG = LoggerFactory.getLogger(Mounts.class);
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record ById(TenantId tenant, WidgetKeyId id) {}

    private final WidgetKeyStore store;
    private final LongSupplier nanoTime;
    private final Map<ById, Long> counts = new ConcurrentHashMap<>();
    private volatile long lastFlush;

    Mounts(WidgetKeyStore store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.lastFlush = nanoTime.getAsLong();
    }

    public void count(WidgetKey key) {
        counts.merge(new ById(key.tenant(), key.id()), 1L, Long::sum);
    }

    @Override
    public List<Runnable> claim(int limit) {
        long now = nanoTime.getAsLong();
        if (counts.isEmpty() || now - lastFlush < PERIOD_NANOS) {
            return List.of();
        }
        lastFlush = now;
        return List.of(this::flush);
    }

    /** Takes everything that was counted to the store. */
    public void flush() {
        for (ById key : List.copyOf(counts.keySet())) {
            Long counted = counts.remove(key);
            if (counted != null) {
                add(key, counted);
            }
        }
    }

    /** Flushes for the last time; what the store does not take then is lost. */
    void close() {
        try {
            flush();
        } catch (StoreException e) {
            LOG.warn("the mounts of forms of the last second are not counted", e);
        }
    }

    private void add(ById key, long counted) {
        try {
            store.addMounts(key.tenant, key.id, counted);
        } catch (RuntimeException e) {
            counts.merge(key, counted, Long::sum);
            throw e;
        }
    }
}
