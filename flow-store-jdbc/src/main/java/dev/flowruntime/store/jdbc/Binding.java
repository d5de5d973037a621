package dev.flowruntime.store.jdbc;

import java.sql.SQLException;

/** Gives a statement its parameters. */
interface Binding {
    Binding NONE = params -> {};

    void to(Params params) throws SQLException;
}
