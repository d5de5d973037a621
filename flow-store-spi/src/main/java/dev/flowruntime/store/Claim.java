package dev.flowruntime.store;

import java.time.Duration;
import java.time.Instant;

/**
 * How much a worker takes, and for how long.
 *
 * @param now the caller's time; a store that several nodes share uses its database's clock instead
 * @param lease how long nobody else gets the same work
 * @param limit the most rows to take, at least 1
 */
public record Claim(Instant now, Duration lease, int limit) {
    public Claim {
        if (limit < 1 || lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("a claim takes at least one row for longer than zero");
        }
    }

    public Instant until() {
        return now.plus(lease);
    }
}
