package dev.flowruntime.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that moves only when a test moves it. */
final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** The same time as an age. */
    long nanoTime() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    void advance(Duration by) {
        now = now.plus(by);
    }
}
