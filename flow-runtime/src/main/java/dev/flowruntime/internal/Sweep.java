package dev.flowruntime.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Has the store forget what is over, once a minute on each node. */
final class Sweep implements WorkSource {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int BATCH = 1_000;

    private final Services services;
    private final Forgetting store;
    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);

    Sweep(Services services, Forgetting store) {
        this.services = services;
        this.store = store;
    }

    /** Forgets what is over now. */
    @FunctionalInterface
    interface Forgetting {
        /** @return how many, at most the limit */
        int sweep(Instant now, int limit);
    }

    static Sweep idempotencyKeys(Services services) {
        return new Sweep(services, services.store().idempotency()::sweep);
    }

    static Sweep telemetryKeys(Services services) {
        return new Sweep(
                services, (now, limit) -> services.store().telemetry().sweepKeys(now, Telemetry.LIFE_OF_KEYS, limit));
    }

    /** There is nothing to hand out: a batch is forgotten here and now, the next one at the next look. */
    @Override
    public List<Runnable> claim(int limit) {
        Instant now = services.now();
        Instant due = nextSweep.get();
        if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plus(PAUSE))) {
            int swept = store.sweep(now, BATCH);
            if (swept == BATCH) {
                nextSweep.set(now);
            }
        }
        return List.of();
    }
}
