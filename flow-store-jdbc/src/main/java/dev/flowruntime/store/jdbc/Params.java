package dev.flowruntime.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of one statement. Nulls are typed so that a prepared one keeps its parameter types from one execution to the next. */
final class Params implements Values {
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

    @Override
    public Params uuid(@Nullable UUID value) throws SQLException {
        dialect.bind(statement, ++index, value);
        return this;
    }

    @Override
    public Params text(@Nullable String value) throws SQLException {
        statement.setString(++index, value);
        return this;
    }

    @Override
    public Params integer(int value) throws SQLException {
        statement.setInt(++index, value);
        return this;
    }

    @Override
    public Params number(long value) throws SQLException {
        statement.setLong(++index, value);
        return this;
    }

    @Override
    public Params numberOrNull(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++index, Types.BIGINT);
            return this;
        }
        return number(value);
    }

    Params day(LocalDate value) throws SQLException {
        statement.setObject(++index, value);
        return this;
    }

    Params uuids(List<UUID> values) throws SQLException {
        return array("uuid", values.toArray());
    }

    Params numbers(List<Long> values) throws SQLException {
        return array("bigint", values.toArray());
    }

    /** Only for products that have arrays. */
    Params array(String type, @Nullable Object[] values) throws SQLException {
        statement.setArray(++index, statement.getConnection().createArrayOf(type, values));
        return this;
    }

    @Override
    public Params flag(boolean value) throws SQLException {
        statement.setBoolean(++index, value);
        return this;
    }

    Params bytes(byte[] value) throws SQLException {
        statement.setBytes(++index, value);
        return this;
    }

    @Override
    public Params instant(@Nullable Instant value) throws SQLException {
        dialect.bind(statement, ++index, value);
        return this;
    }
}
