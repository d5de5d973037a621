package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of a result, read from left to right. */
final class Row {
    private final ResultSet rows;
    private final Dialect dialect;
    private int index;

    Row(ResultSet rows, Dialect dialect) {
        this.rows = rows;
        this.dialect = dialect;
    }

    /** Moves to the next row. */
    boolean next() throws SQLException {
        index = 0;
        return rows.next();
    }

    UUID uuid() throws SQLException {
        return Objects.requireNonNull(uuidOrNull());
    }

    @Nullable
    UUID uuidOrNull() throws SQLException {
        return dialect.uuid(rows, ++index);
    }

    String text() throws SQLException {
        return Objects.requireNonNull(textOrNull());
    }

    @Nullable
    String textOrNull() throws SQLException {
        return rows.getString(++index);
    }

    Json json() throws SQLException {
        return new Json(text());
    }

    @Nullable
    Json jsonOrNull() throws SQLException {
        String text = textOrNull();
        return text == null ? null : new Json(text);
    }

    <E extends Enum<E>> E name(Class<E> type) throws SQLException {
        return Enum.valueOf(type, text());
    }

    int integer() throws SQLException {
        return rows.getInt(++index);
    }

    @Nullable
    Integer integerOrNull() throws SQLException {
        int value = rows.getInt(++index);
        return rows.wasNull() ? null : value;
    }

    long number() throws SQLException {
        return rows.getLong(++index);
    }

    boolean flag() throws SQLException {
        return rows.getBoolean(++index);
    }

    byte[] bytes() throws SQLException {
        return Objects.requireNonNull(rows.getBytes(++index));
    }

    Instant instant() throws SQLException {
        return Objects.requireNonNull(instantOrNull());
    }

    @Nullable
    Instant instantOrNull() throws SQLException {
        return dialect.instant(rows, ++index);
    }

    /** Makes a value of a row. */
    interface Reader<T> {
        T read(Row row) throws SQLException;
    }
}
