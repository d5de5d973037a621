package dev.flowruntime.store.shard;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntBiFunction;

/** Forgets what is over on all shards, one after the other. One that is out of reach is swept another time. */
final class Sweep {
    private final Shards shards;
    private final ToIntBiFunction<FlowStore, Integer> forget;

    /** @param forget on a store, at most so many; says how many */
    Sweep(Shards shards, ToIntBiFunction<FlowStore, Integer> forget) {
        this.shards = shards;
        this.forget = forget;
    }

    /** @return how many were forgotten, at most the limit */
    int run(Instant now, int limit) {
        List<Shard> awake =
                shards.all().stream().filter(shard -> !shard.restsAt(now)).toList();
        Failures failures = new Failures();
        int swept = 0;
        for (Shard shard : awake) {
            int left = limit - swept;
            if (left > 0) {
                swept += run(shard, now, left, failures);
            }
        }
        if (swept == 0 && !awake.isEmpty()) {
            failures.requireSomeOf(awake.size());
        }
        return swept;
    }

    private int run(Shard shard, Instant now, int limit, Failures failures) {
        try {
            return shard.ask(store -> forget.applyAsInt(store, limit));
        } catch (StoreException failure) {
            failures.add(failure);
            if (failure.retry() == StoreException.Retry.LATER) {
                shard.restFrom(now);
            }
            return 0;
        }
    }
}
