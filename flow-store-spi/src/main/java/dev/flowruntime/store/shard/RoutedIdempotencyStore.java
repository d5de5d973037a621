package dev.flowruntime.store.shard;

import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.store.IdempotencyAttempt;
import dev.flowruntime.store.IdempotencyOutcome;
import dev.flowruntime.store.IdempotencyStore;
import dev.flowruntime.store.StoreException;
import java.time.Instant;
import java.util.List;
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

    /** A shard that is out of reach is swept another time. */
    @Override
    public int sweep(Instant now, int limit) {
        List<Shard> awake =
                shards.all().stream().filter(shard -> !shard.restsAt(now)).toList();
        Failures failures = new Failures();
        int swept = 0;
        for (Shard shard : awake) {
            int left = limit - swept;
            if (left > 0) {
                swept += sweep(shard, now, left, failures);
            }
        }
        if (swept == 0 && !awake.isEmpty()) {
            failures.requireSomeOf(awake.size());
        }
        return swept;
    }

    private static int sweep(Shard shard, Instant now, int limit, Failures failures) {
        try {
            return shard.ask(store -> store.idempotency().sweep(now, limit));
        } catch (StoreException failure) {
            failures.add(failure);
            if (failure.retry() == StoreException.Retry.LATER) {
                shard.restFrom(now);
            }
            return 0;
        }
    }
}
