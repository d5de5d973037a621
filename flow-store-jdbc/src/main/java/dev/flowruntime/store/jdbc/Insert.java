package dev.flowruntime.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How rows of one table are made.
 *
 * @param types of the columns in PostgreSQL, which has to be told where rows are made by a query
 * @param counted the column that is counted on from where the conversation stands; null when there is none
 */
record Insert(
        String table,
        List<String> columns,
        List<String> types,
        @Nullable String counted) {
    /** @param columns such as {@code "id uuid, name text"} */
    static Insert into(String table, String columns) {
        return counting(null, table, columns);
    }

    static Insert counting(@Nullable String counted, String table, String columns) {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (String column : columns.split(",", -1)) {
            String[] parts = column.trim().split(" ", 2);
            names.add(parts[0]);
            types.add(parts[1]);
        }
        return new Insert(table, List.copyOf(names), List.copyOf(types), counted);
    }

    /** Makes so many rows of values. */
    String values(int rows) {
        StringBuilder sql = start().append(" values ");
        for (int i = 0; i < rows; i++) {
            sql.append(i == 0 ? "(" : ", (").append(marks(true)).append(')');
        }
        return sql.toString();
    }

    /**
     * Makes so many rows of values, or none.
     *
     * @param condition whether it makes them
     * @param start where to count on from, as an expression
     */
    String valuesIf(int rows, String condition, String start) {
        String made = columns.stream()
                .map(column -> column.equals(counted) ? start + " + v." + column : "v." + column)
                .collect(Collectors.joining(", "));
        StringBuilder sql = start().append(" select ").append(made).append(" from (values ");
        for (int i = 0; i < rows; i++) {
            sql.append(i == 0 ? "(" : ", (").append(marks(i > 0)).append(')');
        }
        return sql.append(") v(")
                .append(String.join(", ", columns))
                .append(") where ")
                .append(condition)
                .toString();
    }

    /** Makes one row for each row of a query. */
    String valuesFrom(String query) {
        return start() + " select " + marks(false) + " from " + query;
    }

    private StringBuilder start() {
        return new StringBuilder(512)
                .append("insert into ")
                .append(table)
                .append(" (")
                .append(String.join(", ", columns))
                .append(')');
    }

    /** @param bare without types, where an earlier row has told them */
    private String marks(boolean bare) {
        return types.stream().map(type -> bare ? "?" : "?::" + type).collect(Collectors.joining(", "));
    }
}
