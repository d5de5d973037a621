package dev.flowruntime.store.memory;

import dev.flowruntime.store.Claim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Rows by the time when they are due.
 *
 * <p>It takes no lock of its own, so a claim that walks it may meet rows that have moved since; under the row's lock its
 * {@link Appointment} tells.
 */
final class DueIndex<R> {
    private final ConcurrentSkipListMap<Due, R> rows = new ConcurrentSkipListMap<>();
    private final AtomicLong order = new AtomicLong();

    Due add(Instant at, R row) {
        Due due = new Due(at, order.incrementAndGet());
        rows.put(due, row);
        return due;
    }

    void remove(Due due) {
        rows.remove(due);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Leases rows of several indexes that are due, the longest due first. */
    static <R, T> List<T> claim(Collection<DueIndex<R>> indexes, Claim claim, Lease<R, T> lease) {
        Due last = new Due(claim.now(), Long.MAX_VALUE);
        Queue<Candidate<R>> heads = new PriorityQueue<>(Comparator.comparing(Candidate::due));
        for (DueIndex<R> index : indexes) {
            addNext(index.rows.headMap(last, true).entrySet().iterator(), heads);
        }
        List<T> taken = new ArrayList<>();
        while (taken.size() < claim.limit() && !heads.isEmpty()) {
            Candidate<R> longestDue = heads.remove();
            T value = lease.take(longestDue.row, longestDue.due);
            if (value != null) {
                taken.add(value);
            }
            addNext(longestDue.rest, heads);
        }
        return List.copyOf(taken);
    }

    private static <R> void addNext(Iterator<Map.Entry<Due, R>> rest, Queue<Candidate<R>> heads) {
        if (rest.hasNext()) {
            Map.Entry<Due, R> next = rest.next();
            heads.add(new Candidate<>(next.getKey(), next.getValue(), rest));
        }
    }

    /** Takes one row, under its lock. */
    interface Lease<R, T> {
        /** @return null when the row is no longer where it was seen */
        @Nullable
        T take(R row, Due seen);
    }

    private record Candidate<R>(Due due, R row, Iterator<Map.Entry<Due, R>> rest) {}
}
