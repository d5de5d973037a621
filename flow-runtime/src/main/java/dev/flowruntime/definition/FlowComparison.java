package dev.flowruntime.definition;

import dev.flowruntime.document.JsonTree;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What changed from one version of a flow to another: its own members, its trigger and its nodes, which are told apart by
 * their ids. The order of members means nothing; that of nodes does. Immutable.
 *
 * @param changes in the order of the newer flow, what was removed first
 */
public record FlowComparison(List<Change> changes) {
    /** What happened to something. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED,
        /** It stands elsewhere in its list. */
        MOVED
    }

    /**
     * One change.
     *
     * @param path such as {@code trigger.display.label}, {@code nodes[ask].text} or
     *     {@code nodes[order_form].fields[email].label}
     * @param before a plain value; null for what was added, and for a move from the start of its list, which otherwise has
     *     the name of what stood before it
     * @param after the same, afterwards
     */
    public record Change(
            Kind kind,
            String path,
            @Nullable Object before,
            @Nullable Object after) {
        private static final int MAX_TEXT = 200;

        /** One line, such as {@code ~ name: "Orders" → "Order status"}. */
        @Override
        public String toString() {
            return switch (kind) {
                case ADDED -> "+ " + path + ": " + show(after);
                case REMOVED -> "- " + path + ": " + show(before);
                case CHANGED -> "~ " + path + ": " + show(before) + " → " + show(after);
                case MOVED -> "> " + path + ": " + place(before) + " → " + place(after);
            };
        }

        private static String place(@Nullable Object neighbour) {
            return neighbour == null ? "at the start" : "after " + neighbour;
        }

        private static String show(@Nullable Object value) {
            String text = JsonTree.write(value).text();
            return text.codePointCount(0, text.length()) <= MAX_TEXT
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT - 1)) + "…";
        }
    }

    public FlowComparison {
        changes = List.copyOf(changes);
    }

    public static FlowComparison of(Flow older, Flow newer) {
        return new FlowComparison(TreeComparison.of(older.toTree(), newer.toTree()));
    }

    /** Whether nothing changed. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** One change a line, for people. */
    @Override
    public String toString() {
        return changes.stream().map(Change::toString).collect(Collectors.joining("\n"));
    }
}
