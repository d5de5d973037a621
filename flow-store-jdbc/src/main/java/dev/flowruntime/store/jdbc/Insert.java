package dev.flowruntime.store.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How rows of one table are made.
 *
 * @param counted the column that counts on from where the conversation stands; null when there is none
 */
record Insert(String table, List<String> columns, @Nullable String counted) {
    static Insert into(String table, String... columns) {
        return new Insert(table, List.of(columns), null);
    }

    Insert counting(String column) {
        return new Insert(table, columns, column);
    }

    /** Makes one row of values. */
    String values() {
        return start().append(" values (").append(marks()).append(')').toString();
    }

    /**
     * Makes so many rows of values if a query yields its one row, and none otherwise.
     *
     * @param start what the counted column counts on from, as an expression
     */
    String valuesIf(int rows, String query, String start) {
        StringBuilder sql = start().append(" select ");
        if (rows == 1) {
            return sql.append(listed("?", "(" + start + ") + ?"))
                    .append(" from ")
                    .append(query)
                    .toString();
        }
        sql.append(taken(start)).append(" from ").append(query).append(", (values ");
        for (int i = 0; i < rows; i++) {
            sql.append(i == 0 ? "(" : ", (").append(marks()).append(')');
        }
        return sql.append(") v(").append(String.join(", ", columns)).append(')').toString();
    }

    /** Makes many rows of values, each if a query has a row of the same {@code k}. */
    String eachIf(String query, String start) {
        return start().append(" select ")
                .append(taken(start))
                .append(" from ")
                .append(query)
                .append(", ")
                .append(arrays(columns))
                .append(" where v.k = ")
                .append(query)
                .append(".k")
                .toString();
    }

    /** Rows {@code v} that come as an array for each column: the key {@code k} of the commit that each is of, and its values. */
    private static String arrays(List<String> columns) {
        return "unnest(?" + ", ?".repeat(columns.size()) + ") v(k, " + String.join(", ", columns) + ")";
    }

    private String taken(String start) {
        return columns.stream()
                .map(column -> (column.equals(counted) ? "(" + start + ") + v." : "v.") + column)
                .collect(Collectors.joining(", "));
    }

    private StringBuilder start() {
        return new StringBuilder(512)
                .append("insert into ")
                .append(table)
                .append(" (")
                .append(String.join(", ", columns))
                .append(')');
    }

    private String marks() {
        return listed("?", "?");
    }

    private String listed(String mark, String countedMark) {
        return columns.stream()
                .map(column -> column.equals(counted) ? countedMark : mark)
                .collect(Collectors.joining(", "));
    }
}
