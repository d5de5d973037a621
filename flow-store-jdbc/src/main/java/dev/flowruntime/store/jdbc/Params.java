package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Json;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one statement, set from left to right. Every null has its column's type, so that a prepared statement
 * keeps its parameter types from one execution to the next.
 */
final class Params {
    private final PreparedStatement statement;
    private final Dialect dialect;
    private int index;

    Params(PreparedStatement statement, Dialect dialect) {
        this.statement = statement;
        this.dialect = dialect;
    }

    /** Starts again from the left, for the next row of a batch. */
    Params restart() {
        index = 0;
        return this;
    }

    Params uuid(@Nullable UUID value) throws SQLException {
        dialect.bind(statement, ++index, value);
        return this;
    }

    Params text(@Nullable String value) throws SQLException {
        statement.setString(++index, value);
        return this;
    }

    Params json(@Nullable Json value) throws SQLException {
        return text(value == null ? null : value.text());
    }

    Params name(@Nullable Enum<?> value) throws SQLException {
        return text(value == null ? null : value.name());
    }

    Params integer(int value) throws SQLException {
        statement.setInt(++index, value);
        return this;
    }

    Params number(long value) throws SQLException {
        statement.setLong(++index, value);
        return this;
    }

    Params numberOrNull(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++index, Types.BIGINT);
            return this;
        }
        return number(value);
    }

    Params uuids(List<UUID> values) throws SQLException {
        return array("uuid", values);
    }

    Params numbers(List<Long> values) throws SQLException {
        return array("bigint", values);
    }

    /** Only for products that have arrays. */
    private Params array(String type, List<?> values) throws SQLException {
        statement.setArray(++index, statement.getConnection().createArrayOf(type, values.toArray()));
        return this;
    }

    Params flag(boolean value) throws SQLException {
        statement.setBoolean(++index, value);
        return this;
    }

    Params bytes(byte[] value) throws SQLException {
        statement.setBytes(++index, value);
        return this;
    }

    Params instant(@Nullable Instant value) throws SQLException {
        dialect.bind(statement, ++index, value);
        return this;
    }
}
