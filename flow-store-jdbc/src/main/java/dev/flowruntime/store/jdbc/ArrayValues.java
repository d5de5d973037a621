package dev.flowruntime.store.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Many rows of the same columns as one array for each column, which PostgreSQL takes apart again ({@link Insert#eachIf}). */
final class ArrayValues implements Values {
    private final Params params;
    private final List<Column> columns = new ArrayList<>();
    private int column;

    /** @param params of the statement; it is given the arrays */
    ArrayValues(Params params) {
        this.params = params;
    }

    /** The values of one column; all of them are of its type. */
    private record Column(String type, List<@Nullable Object> values, IntFunction<@Nullable Object[]> array) {}

    @Override
    public ArrayValues row(UUID key) {
        column = 0;
        return uuid(key);
    }

    @Override
    public void end() throws SQLException {
        for (Column each : columns) {
            params.array(each.type, each.values.toArray(each.array.apply(0)));
        }
        columns.clear();
    }

    private ArrayValues add(String type, IntFunction<@Nullable Object[]> array, @Nullable Object value) {
        if (column == columns.size()) {
            columns.add(new Column(type, new ArrayList<>(), array));
        }
        columns.get(column++).values.add(value);
        return this;
    }

    @Override
    public ArrayValues uuid(@Nullable UUID value) {
        return add("uuid", UUID[]::new, value);
    }

    @Override
    public ArrayValues text(@Nullable String value) {
        return add("text", String[]::new, value);
    }

    @Override
    public ArrayValues integer(int value) {
        return add("int4", Integer[]::new, value);
    }

    @Override
    public ArrayValues numberOrNull(@Nullable Long value) {
        return add("int8", Long[]::new, value);
    }

    @Override
    public ArrayValues number(long value) {
        return numberOrNull(value);
    }

    @Override
    public ArrayValues flag(boolean value) {
        return add("bool", Boolean[]::new, value);
    }

    /** As text, since the driver knows no array of instants. */
    @Override
    public ArrayValues instant(@Nullable Instant value) {
        return add("timestamptz", String[]::new, value == null ? null : value.toString());
    }
}
