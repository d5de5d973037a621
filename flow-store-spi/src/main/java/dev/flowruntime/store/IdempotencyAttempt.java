package dev.flowruntime.store;

import dev.flowruntime.model.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Somebody sets out to serve a request.
 *
 * @param id new with each attempt; what the attempt writes counts only while it holds the key
 * @param fingerprint a hash of the request; tells a repeat from another use of the key
 * @param now the caller's time; a store that several nodes share uses its database's clock instead
 * @param lease how long the attempt holds the key; who has recorded no reply by then may lose it
 * @param life how long the key and its reply are kept
 */
public record IdempotencyAttempt(
        IdempotencyKey key, UUID id, String fingerprint, Instant now, Duration lease, Duration life) {
    public IdempotencyAttempt {
        if (lease.isNegative() || lease.isZero() || life.compareTo(lease) < 0) {
            throw new IllegalArgumentException("a lease is longer than zero, and a life no shorter than the lease");
        }
    }
}
