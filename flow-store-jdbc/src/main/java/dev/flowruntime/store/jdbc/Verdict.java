package dev.flowruntime.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the answers to one commit's statements say of it. */
final class Verdict {
    boolean holds;
    boolean eventPending;

    /** Takes the answer of the statement that judges: a row if the commit holds. */
    void judge(@Nullable ResultSet rows, int count) throws SQLException {
        holds = rows != null && rows.next();
    }

    /** Takes the answer of the update that wakes an execution whose event is there already. */
    void wake(@Nullable ResultSet rows, int count) {
        eventPending = count > 0;
    }
}
