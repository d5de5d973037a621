package dev.flowruntime.store.memory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row's place in at most one {@link DueIndex}; guarded by the row's lock. */
final class Appointment<R> {
    private @Nullable DueIndex<R> index;
    private @Nullable Due due;

    /** Moves the row to a place in an index; it keeps the one it has when nothing changes. */
    void make(DueIndex<R> next, Instant at, R row) {
        if (index == next && due != null && due.at().equals(at)) {
            return;
        }
        cancel();
        due = next.add(at, row);
        index = next;
    }

    void cancel() {
        if (index != null && due != null) {
            index.remove(due);
        }
        index = null;
        due = null;
    }

    boolean isAt(Due seen) {
        return seen.equals(due);
    }
}
