package dev.flowruntime.store.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told otherwise, at whole milliseconds, which every store keeps. Thread-safe. */
public final class SettableClock implements InstantSource {
    private final AtomicReference<Instant> now;

    public SettableClock(Instant start) {
        now = new AtomicReference<>(start.truncatedTo(ChronoUnit.MILLIS));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    public void set(Instant next) {
        now.set(next.truncatedTo(ChronoUnit.MILLIS));
    }

    public void advance(Duration time) {
        now.updateAndGet(instant -> instant.plus(time).truncatedTo(ChronoUnit.MILLIS));
    }
}
