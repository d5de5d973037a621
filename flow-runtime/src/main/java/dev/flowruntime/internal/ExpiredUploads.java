package dev.flowruntime.internal;

import dev.flowruntime.store.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Deletes files that nobody used within their day; looked for once a minute on each node. */
final class ExpiredUploads implements WorkSource {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final Services services;
    private final UploadDesk desk;
    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);

    ExpiredUploads(Services services, UploadDesk desk) {
        this.services = services;
        this.desk = desk;
    }

    @Override
    public List<Runnable> claim(int limit) {
        Instant now = services.now();
        Instant due = nextSweep.get();
        if (now.isBefore(due) || !nextSweep.compareAndSet(due, now.plus(PAUSE))) {
            return List.of();
        }
        List<Runnable> work = services.store().uploads().claimExpired(new Claim(now, LEASE, limit)).stream()
                .<Runnable>map(upload -> () -> desk.delete(upload))
                .toList();
        if (work.size() == limit) {
            nextSweep.set(now);
        }
        return work;
    }
}
