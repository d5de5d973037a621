package dev.flowruntime.store;

import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.KeptReply;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps which requests are being served, and what the sender of each was told.
 *
 * <p>An attempt holds its key until it has answered. When its lease ends before that, the reply that it has recorded with a
 * turn's commit ({@link TurnCommit#reply()}) is the answer; when there is none, nothing of it is stored, and nothing ever will
 * be once another attempt has begun.
 */
public interface IdempotencyStore {
    /** Begins an attempt unless the request is being served or was answered. Beginning the attempt that holds the key is no other. */
    IdempotencyOutcome begin(IdempotencyAttempt attempt);

    /**
     * Records the answer of an attempt that holds the key, and ends it.
     *
     * @return the answer that counts: this one, or the one that was given before; empty when another attempt holds the key, or
     *     nobody does
     */
    Optional<KeptReply> finish(IdempotencyKey key, UUID attempt, KeptReply reply);

    /**
     * Ends an attempt that came to no answer: the reply that it has recorded becomes the answer; when there is none, the key is
     * free. Nothing happens when the attempt does not hold the key.
     */
    void release(IdempotencyKey key, UUID attempt);

    /**
     * Forgets keys whose life is over. Crosses tenants.
     *
     * @param now the caller's time, as in {@link IdempotencyAttempt}
     * @return how many, at most the limit
     */
    int sweep(Instant now, int limit);
}
