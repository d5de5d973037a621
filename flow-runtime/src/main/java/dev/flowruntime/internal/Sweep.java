package dev.flowruntime.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Sweeps idempotency keys whose life is over, once a minute on each node. */
final class OverdueKeys implements WorkSource {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int BATCH = 1_000;

    private final Services services;
    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);

    OverdueKeys(Services services) {
        this.services = services;
    }

    /** There is nothing to hand out: a batch is forgotten here and now, the next one at the next look. */
    @Override
    public List<Runnable> claim(int limit) {
        Instant now = services.now();
        Instant due = nextSweep.get();
        if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plus(PAUSE))) {
            int swept = services.store().idempotency().sweep(now, BATCH);
            if (swept == BATCH) {
                nextSweep.set(now);
            }
        }
        return List.of();
    }
}
