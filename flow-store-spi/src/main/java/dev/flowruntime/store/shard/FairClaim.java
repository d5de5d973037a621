package dev.flowruntime.store.shard;

import dev.flowruntime.store.Claim;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Claims from all shards: each gets an even share of the limit, and what it leaves goes to the others.
 *
 * <p>Every claim begins with another shard, so that small limits go round. Each kind of claim counts for itself: a worker
 * that makes two kinds in turn would begin each with the same shard for ever if they shared the count.
 *
 * <p>What was leased is always handed out: nobody else gets it before the lease ends.
 */
final class FairClaim<T> {
    private final Shards shards;
    private final Function<T, Instant> waitedSince;
    private final AtomicInteger turns = new AtomicInteger();

    /** For rows that no longer tell, once they are leased, since when they waited: those of the shards alternate. */
    FairClaim(Shards shards) {
        this(shards, row -> Instant.EPOCH);
    }

    /** @param waitedSince by which rows of different shards are put in order */
    FairClaim(Shards shards, Function<T, Instant> waitedSince) {
        this.shards = shards;
        this.waitedSince = waitedSince;
    }

    List<T> claim(Claim claim, BiFunction<FlowStore, Claim, List<T>> lease) {
        List<Portion<T>> portions = portions(claim.now());
        Failures failures = new Failures();
        List<Portion<T>> open = portions;
        int left = claim.limit();
        while (left > 0 && !open.isEmpty()) {
            List<Portion<T>> more = new ArrayList<>();
            for (int i = 0; i < open.size() && left > 0; i++) {
                Portion<T> portion = open.get(i);
                int share = 1 + (left - 1) / (open.size() - i);
                List<T> got = ask(portion.shard, new Claim(claim.now(), claim.lease(), share), lease, failures);
                portion.rows.addAll(got);
                left -= got.size();
                if (got.size() == share) {
                    more.add(portion);
                }
            }
            open = more;
        }
        List<T> leased = merge(portions);
        if (leased.isEmpty()) {
            failures.requireSomeOf(portions.size());
        }
        return leased;
    }

    private List<Portion<T>> portions(Instant now) {
        List<Shard> awake =
                shards.all().stream().filter(shard -> !shard.restsAt(now)).toList();
        List<Shard> asked = awake.isEmpty() ? shards.all() : awake;
        int first = Math.floorMod(turns.getAndIncrement(), asked.size());
        List<Portion<T>> portions = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            portions.add(new Portion<>(asked.get((first + i) % asked.size()), new ArrayList<>()));
        }
        return portions;
    }

    private static <T> List<T> ask(
            Shard shard, Claim claim, BiFunction<FlowStore, Claim, List<T>> lease, Failures failures) {
        try {
            return shard.ask(store -> lease.apply(store, claim));
        } catch (StoreException failure) {
            failures.add(failure);
            if (failure.retry() == StoreException.Retry.LATER) {
                shard.restFrom(claim.now());
            }
            return List.of();
        }
    }

    /** Each shard's rows stay in their order: it knows who was due longest. */
    private List<T> merge(List<Portion<T>> portions) {
        Queue<Head<T>> heads = new PriorityQueue<>(
                Comparator.<Head<T>, Instant>comparing(Head::since).thenComparing(Head::order));
        int order = 0;
        for (Portion<T> portion : portions) {
            addNext(portion.rows.iterator(), order++, heads);
        }
        List<T> merged = new ArrayList<>();
        while (!heads.isEmpty()) {
            Head<T> next = heads.remove();
            merged.add(next.row);
            addNext(next.rest, order++, heads);
        }
        return List.copyOf(merged);
    }

    private void addNext(Iterator<T> rest, int order, Queue<Head<T>> heads) {
        if (rest.hasNext()) {
            T row = rest.next();
            heads.add(new Head<>(row, waitedSince.apply(row), order, rest));
        }
    }

    /** What a shard gave. */
    private record Portion<T>(Shard shard, List<T> rows) {}

    private record Head<T>(T row, Instant since, int order, Iterator<T> rest) {}
}
