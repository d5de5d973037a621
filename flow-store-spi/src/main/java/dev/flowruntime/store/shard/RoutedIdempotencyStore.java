package dev.flowruntime.store.shard;

import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.store.IdempotencyAttempt;
import dev.flowruntime.store.IdempotencyOutcome;
import dev.flowruntime.store.IdempotencyStore;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Idempotency keys, each on its tenant's shard, so that a turn and its reply are one commit. */
final class RoutedIdempotencyStore implements IdempotencyStore {
    private final Shards shards;

    RoutedIdempotencyStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public IdempotencyOutcome begin(IdempotencyAttempt attempt) {
        return shards.of(attempt.key().tenant()).idempotency().begin(attempt);
    }

    @Override
    public Optional<KeptReply> finish(IdempotencyKey key, UUID attempt, KeptReply reply) {
        return shards.of(key.tenant()).idempotency().finish(key, attempt, reply);
    }

    @Override
    public void release(IdempotencyKey key, UUID attempt) {
        shards.of(key.tenant()).idempotency().release(key, attempt);
    }

    @Override
    public int sweep(Instant now, int limit) {
        return new Sweep(shards, (store, most) -> store.idempotency().sweep(now, most)).run(now, limit);
    }
}
