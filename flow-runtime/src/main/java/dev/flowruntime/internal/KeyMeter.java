package dev.flowruntime.internal;

import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts what widget keys are used for, in memory, and adds it to the store every ten seconds: what is counted costs a request no
 * write. What a node that dies had not added yet is lost. Thread-safe.
 *
 * <p>It holds one entry for each key that was used since, and only keys that exist are counted.
 */
public final class KeyMeter implements WorkSource {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** Each is one write, and other work waits for them. */
    private static final int TENANTS = 50;

    private record Counted(TenantId tenant, WidgetKeyId key, LocalDate day) {}

    /** What is counted. */
    public enum Use {
        SESSION,
        MESSAGE,
        EVENT,
        MOUNT;

        KeyUsage of(WidgetKeyId key, LocalDate day, long times) {
            return new KeyUsage(
                    key,
                    day,
                    this == SESSION ? times : 0,
                    this == MESSAGE ? times : 0,
                    this == EVENT ? times : 0,
                    this == MOUNT ? times : 0);
        }
    }

    private final Services services;
    private final ConcurrentMap<Counted, KeyUsage> counts = new ConcurrentHashMap<>();
    /** What is to be added by and by. */
    private final Queue<Counted> due = new ConcurrentLinkedQueue<>();

    private final AtomicReference<Instant> nextFlush = new AtomicReference<>(Instant.MIN);

    KeyMeter(Services services) {
        this.services = services;
    }

    public void count(WidgetKey key, Use use, long times) {
        if (times > 0) {
            LocalDate day = LocalDate.ofInstant(services.now(), ZoneOffset.UTC);
            counts.merge(new Counted(key.tenant(), key.id(), day), use.of(key.id(), day, times), KeyUsage::plus);
            if (use == Use.MOUNT) {
                services.observer().widgetKeyMounted(key.publicKey());
            }
        }
    }

    /** There is nothing to hand out: what was counted is added here and now, of so many tenants at each look. */
    @Override
    public List<Runnable> claim(int limit) {
        Instant now = services.now();
        Instant next = nextFlush.get();
        if (due.isEmpty() && !now.isBefore(next) && nextFlush.compareAndSet(next, now.plus(PAUSE))) {
            due.addAll(counts.keySet());
        }
        if (!due.isEmpty()) {
            flush(TENANTS);
        }
        return List.of();
    }

    /**
     * Adds to the store what was counted until now.
     *
     * @throws dev.flowruntime.store.StoreException when the store cannot; what it did not take is kept
     */
    public void flush() {
        due.addAll(counts.keySet());
        flush(Integer.MAX_VALUE);
    }

    private void flush(int tenants) {
        Map<TenantId, List<KeyUsage>> taken = new LinkedHashMap<>();
        for (Counted next = due.poll(); next != null; next = taken.size() < tenants ? due.poll() : null) {
            KeyUsage usage = counts.remove(next);
            if (usage != null) {
                taken.computeIfAbsent(next.tenant(), tenant -> new ArrayList<>())
                        .add(usage);
            }
        }
        try {
            for (TenantId tenant : List.copyOf(taken.keySet())) {
                services.store().telemetry().addUsage(tenant, taken.getOrDefault(tenant, List.of()));
                taken.remove(tenant);
            }
        } finally {
            taken.forEach(this::putBack);
        }
    }

    private void putBack(TenantId tenant, List<KeyUsage> usage) {
        for (KeyUsage one : usage) {
            counts.merge(new Counted(tenant, one.widgetKey(), one.day()), one, KeyUsage::plus);
        }
    }
}
