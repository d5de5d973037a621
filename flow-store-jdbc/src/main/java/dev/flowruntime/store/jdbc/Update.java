package dev.flowruntime.store.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one row of a table, known by its key, is changed.
 *
 * @param added columns that a value is added to
 * @param columns columns that get a value, behind those
 * @param key columns by which the row is found
 * @param condition what else has to be true of it, as an expression; null when nothing
 */
record Update(
        String table,
        List<String> added,
        List<String> columns,
        List<String> key,
        @Nullable String condition) {
    static Update of(String table, String... columns) {
        return new Update(table, List.of(), List.of(columns), List.of(), null);
    }

    Update adding(String... added) {
        return new Update(table, List.of(added), columns, key, condition);
    }

    Update where(String... key) {
        return new Update(table, added, columns, List.of(key), condition);
    }

    Update onlyIf(String condition) {
        return new Update(table, added, columns, key, condition);
    }

    /** Changes one row. */
    String one() {
        return one("");
    }

    /**
     * Changes one row if a query yields its one row.
     *
     * @param query its name; empty when the change depends on nothing
     */
    String one(String query) {
        return "update " + table + " set "
                + Stream.concat(
                                added.stream().map(column -> column + " = " + column + " + ?"),
                                columns.stream().map(column -> column + " = ?"))
                        .collect(Collectors.joining(", "))
                + (query.isEmpty() ? "" : " from " + query)
                + " where " + key.stream().map(column -> column + " = ?").collect(Collectors.joining(" and "))
                + (condition == null ? "" : " and " + condition);
    }
}
