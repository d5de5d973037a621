package dev.flowruntime.store.memory;

import java.time.Instant;

/**
 * A place in a {@link DueIndex}.
 *
 * @param order tells places of the same time apart: whoever came first goes first
 */
record Due(Instant at, long order) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
        int byTime = at.compareTo(other.at);
        return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
}
