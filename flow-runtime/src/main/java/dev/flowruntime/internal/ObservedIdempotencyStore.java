package dev.flowruntime.internal;

import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.store.IdempotencyAttempt;
import dev.flowruntime.store.IdempotencyOutcome;
import dev.flowruntime.store.IdempotencyStore;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Idempotency keys, timed. */
final class ObservedIdempotencyStore implements IdempotencyStore {
    private final IdempotencyStore inner;
    private final StoreCalls calls;

    ObservedIdempotencyStore(IdempotencyStore inner, StoreCalls calls) {
        this.inner = inner;
        this.calls = calls;
    }

    @Override
    public IdempotencyOutcome begin(IdempotencyAttempt attempt) {
        return calls.call("idempotency.begin", () -> inner.begin(attempt));
    }

    @Override
    public Optional<KeptReply> finish(IdempotencyKey key, UUID attempt, KeptReply reply) {
        return calls.call("idempotency.finish", () -> inner.finish(key, attempt, reply));
    }

    @Override
    public void release(IdempotencyKey key, UUID attempt) {
        calls.run("idempotency.release", () -> inner.release(key, attempt));
    }

    @Override
    public int sweep(Instant now, int limit) {
        return calls.call("idempotency.sweep", () -> inner.sweep(now, limit));
    }
}
