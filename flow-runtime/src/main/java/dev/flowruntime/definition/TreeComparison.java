package dev.flowruntime.definition;

import dev.flowruntime.definition.FlowComparison.Change;
import dev.flowruntime.definition.FlowComparison.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares two trees of plain values; lists whose items have names are compared by those. */
final class TreeComparison {
    /** What names an item of a list: a node, a field or an option. */
    private static final List<String> NAMES = List.of("id", "name", "value");

    private final List<Change> changes = new ArrayList<>();

    private TreeComparison() {}

    static List<Change> of(Map<String, @Nullable Object> older, Map<String, @Nullable Object> newer) {
        TreeComparison comparison = new TreeComparison();
        comparison.mappings("", older, newer);
        return comparison.changes;
    }

    private void values(String path, @Nullable Object older, @Nullable Object newer) {
        if (Objects.equals(older, newer)) {
            return;
        }
        if (older instanceof Map<?, ?> before && newer instanceof Map<?, ?> after) {
            mappings(path, before, after);
        } else if (older instanceof List<?> before && newer instanceof List<?> after && areMappings(before, after)) {
            lists(path, before, after);
        } else {
            changes.add(new Change(Kind.CHANGED, path, older, newer));
        }
    }

    private void mappings(String path, Map<?, ?> older, Map<?, ?> newer) {
        older.forEach((name, value) -> {
            if (!newer.containsKey(name)) {
                changes.add(new Change(Kind.REMOVED, member(path, name), value, null));
            }
        });
        newer.forEach((name, value) -> {
            if (older.containsKey(name)) {
                values(member(path, name), older.get(name), value);
            } else {
                changes.add(new Change(Kind.ADDED, member(path, name), null, value));
            }
        });
    }

    private static String member(String path, Object name) {
        return path.isEmpty() ? name.toString() : path + "." + name;
    }

    private static boolean areMappings(List<?> older, List<?> newer) {
        return Stream.concat(older.stream(), newer.stream()).allMatch(Map.class::isInstance);
    }

    private void lists(String path, List<?> older, List<?> newer) {
        for (String name : NAMES) {
            Map<String, Object> before = byName(older, name);
            Map<String, Object> after = byName(newer, name);
            if (before != null && after != null) {
                named(path, before, after);
                return;
            }
        }
        for (int i = newer.size(); i < older.size(); i++) {
            changes.add(new Change(Kind.REMOVED, path + "[" + i + "]", older.get(i), null));
        }
        for (int i = 0; i < newer.size(); i++) {
            if (i < older.size()) {
                values(path + "[" + i + "]", older.get(i), newer.get(i));
            } else {
                changes.add(new Change(Kind.ADDED, path + "[" + i + "]", null, newer.get(i)));
            }
        }
    }

    /** Null when the items are not told apart by that member. */
    private static @Nullable Map<String, Object> byName(List<?> items, String member) {
        Map<String, Object> byName = new LinkedHashMap<>();
        for (Object item : items) {
            Object name = ((Map<?, ?>) item).get(member);
            if (!(name instanceof String text) || byName.put(text, item) != null) {
                return null;
            }
        }
        return byName;
    }

    private void named(String path, Map<String, Object> older, Map<String, Object> newer) {
        older.forEach((name, item) -> {
            if (!newer.containsKey(name)) {
                changes.add(new Change(Kind.REMOVED, path + "[" + name + "]", item, null));
            }
        });
        List<String> before = List.copyOf(older.keySet());
        List<String> after = List.copyOf(newer.keySet());
        Set<String> still = inPlace(before, after);
        newer.forEach((name, item) -> {
            String at = path + "[" + name + "]";
            if (!older.containsKey(name)) {
                changes.add(new Change(Kind.ADDED, at, null, item));
                return;
            }
            if (!still.contains(name)) {
                changes.add(new Change(Kind.MOVED, at, predecessor(before, name), predecessor(after, name)));
            }
            values(at, older.get(name), item);
        });
    }

    private static @Nullable String predecessor(List<String> names, String name) {
        int index = names.indexOf(name);
        return index == 0 ? null : names.get(index - 1);
    }

    /** A longest common subsequence: the most names that kept their order, so that the fewest are told as moved. */
    private static Set<String> inPlace(List<String> before, List<String> after) {
        int[][] length = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                length[i][j] = before.get(i).equals(after.get(j))
                        ? length[i + 1][j + 1] + 1
                        : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        Set<String> inPlace = new HashSet<>();
        int i = 0;
        int j = 0;
        while (i < before.size() && j < after.size()) {
            if (before.get(i).equals(after.get(j))) {
                inPlace.add(before.get(i));
                i++;
                j++;
            } else if (length[i + 1][j] >= length[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return inPlace;
    }
}
