package dev.flowruntime.store.shard;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One of the stores; remembers whether it was out of reach when it was last asked. */
final class Shard {
    /**
     * How long claims pass a shard over that was out of reach. Whoever claims waits for its time-outs, and meanwhile does
     * nothing for the others.
     */
    static final Duration REST = Duration.ofSeconds(5);

    private final String name;
    private final FlowStore store;
    private volatile boolean outOfReach;
    private volatile @Nullable Instant restsSince;

    Shard(String name, FlowStore store) {
        this.name = name;
        this.store = store;
    }

    FlowStore store() {
        return store;
    }

    /** @throws StoreException the store's own, under the shard's name */
    <T> T ask(Function<FlowStore, T> question) {
        try {
            T answer = question.apply(store);
            if (outOfReach) {
                outOfReach = false;
            }
            return answer;
        } catch (StoreException failure) {
            outOfReach = failure.retry() == StoreException.Retry.LATER;
            throw new StoreException(failure.retry(), "shard " + name + ": " + failure.getMessage(), failure);
        }
    }

    boolean isOutOfReach() {
        return outOfReach;
    }

    void restFrom(Instant now) {
        restsSince = now;
    }

    boolean restsAt(Instant now) {
        Instant since = restsSince;
        return since != null && !now.isBefore(since) && now.isBefore(since.plus(REST));
    }
}
