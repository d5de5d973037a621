package dev.flowruntime.store.shard;

import dev.flowruntime.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Why some of the shards that were asked did not answer. */
final class Failures {
    private final List<StoreException> all = new ArrayList<>();

    void add(StoreException failure) {
        all.add(failure);
    }

    /** Throws when any shard failed: the answer needs all of them. */
    void requireNone() {
        if (!all.isEmpty()) {
            throw asOne();
        }
    }

    /** Throws unless the shards that failed may be left out: some answered, and trying again can heal the others. */
    void requireSomeOf(int asked) {
        if (all.size() == asked || all.stream().anyMatch(failure -> failure.retry() == StoreException.Retry.NEVER)) {
            requireNone();
        }
    }

    private StoreException asOne() {
        StoreException first = all.get(0);
        if (all.size() == 1) {
            return first;
        }
        boolean alike = all.stream().allMatch(failure -> failure.retry() == first.retry());
        StoreException several = new StoreException(
                alike ? first.retry() : StoreException.Retry.LATER,
                all.stream().map(StoreException::getMessage).collect(Collectors.joining("; ")),
                first);
        all.stream().skip(1).forEach(several::addSuppressed);
        return several;
    }
}
