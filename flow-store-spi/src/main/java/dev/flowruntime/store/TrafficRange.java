package dev.flowruntime.store;

import java.time.Instant;

/**
 * What was recorded from one instant until before another, of one kind of traffic.
 *
 * @param test whether that of test keys; otherwise that of all others
 */
public record TrafficRange(Instant from, Instant until, boolean test) {
    /** Whether it includes what was recorded then. */
    public boolean includes(Instant at, boolean ofTest) {
        return test == ofTest && !at.isBefore(from) && at.isBefore(until);
    }
}
