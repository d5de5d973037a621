package dev.flowruntime.store.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest so many of something, in order; thread-safe. */
final class Recent<T> {
    private final int keep;
    private final Deque<T> items = new ArrayDeque<>();

    Recent(int keep) {
        this.keep = keep;
    }

    /** @return what fell out to make room, or null */
    synchronized @Nullable T add(T item) {
        items.addLast(item);
        return items.size() > keep ? items.pollFirst() : null;
    }

    synchronized void addAll(List<T> more) {
        for (T item : more) {
            items.addLast(item);
        }
        while (items.size() > keep) {
            items.removeFirst();
        }
    }

    synchronized void remove(T item) {
        items.remove(item);
    }

    synchronized List<T> toList() {
        return List.copyOf(items);
    }
}
