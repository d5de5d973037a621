package dev.flowruntime.store.memory;

import dev.flowruntime.store.Position;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Something with its place in a list that goes by time and id. */
record Placed<T>(Position place, T item) {
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::at).thenComparing(place -> place.id().toString());

    /** Collects the first so many behind a place. */
    static <T> Collector<Placed<T>, ?, List<T>> page(@Nullable Position after, int limit) {
        return Collectors.collectingAndThen(
                Collectors.toList(),
                all -> all.stream()
                        .filter(placed -> after == null || ORDER.compare(placed.place, after) > 0)
                        .sorted(Comparator.comparing(Placed::place, ORDER))
                        .limit(limit)
                        .map(Placed::item)
                        .toList());
    }
}
