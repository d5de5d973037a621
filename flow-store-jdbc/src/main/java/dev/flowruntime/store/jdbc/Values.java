package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes the values of rows, from left to right. Every null has its column's type. */
interface Values {
    /**
     * Begins the next row.
     *
     * @param key of the commit that the row is of
     */
    default Values row(UUID key) {
        return this;
    }

    /** Ends the rows of one table. */
    default void end() throws SQLException {}

    Values uuid(@Nullable UUID value) throws SQLException;

    Values text(@Nullable String value) throws SQLException;

    Values integer(int value) throws SQLException;

    Values numberOrNull(@Nullable Long value) throws SQLException;

    Values flag(boolean value) throws SQLException;

    Values instant(@Nullable Instant value) throws SQLException;

    default Values number(long value) throws SQLException {
        return numberOrNull(value);
    }

    default Values json(@Nullable Json value) throws SQLException {
        return text(value == null ? null : value.text());
    }

    default Values name(@Nullable Enum<?> value) throws SQLException {
        return text(value == null ? null : value.name());
    }
}
