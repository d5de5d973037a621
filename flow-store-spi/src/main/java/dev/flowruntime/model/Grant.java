package dev.flowruntime.model;

import java.util.Set;

/** What a widget key may reach: everything, or the names it lists. */
public record Grant(boolean everything, Set<String> names) {
    private static final Grant EVERYTHING = new Grant(true, Set.of());
    private static final Grant NOTHING = new Grant(false, Set.of());

    public Grant {
        names = Set.copyOf(names);
        if (everything && !names.isEmpty()) {
            throw new IllegalArgumentException("a grant of everything lists no names");
        }
    }

    public static Grant ofEverything() {
        return EVERYTHING;
    }

    public static Grant ofNothing() {
        return NOTHING;
    }

    public static Grant of(Set<String> names) {
        return new Grant(false, names);
    }

    public boolean permits(String name) {
        return everything || names.contains(name);
    }
}
