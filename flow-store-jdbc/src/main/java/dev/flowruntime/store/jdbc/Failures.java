package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;

/** Tells apart by SQLState, and where a product has none by its code, what a failed statement means. */
final class Failures {
    private static final int MARIADB_LOCK_WAIT = 1205;
    private static final int MARIADB_STATEMENT_TIMEOUT = 1969;

    private Failures() {}

    /** The connection is gone, or the server takes none: nothing was heard of the statement. */
    static boolean isConnectionLost(SQLException e) {
        String state = state(e);
        return e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLRecoverableException
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.equals("90007") // H2: somebody else closed the connection
                || state.startsWith("9012"); // H2: closed, or being shut down
    }

    static boolean isDuplicateKey(SQLException e) {
        return state(e).equals("23505") || state(e).equals("23000") && e.getErrorCode() == 1062;
    }

    /** A deadlock or a serialisation failure: the same unit goes through when it is tried again. */
    static boolean isCollision(SQLException e) {
        return state(e).equals("40001") || state(e).equals("40P01");
    }

    static boolean isLockTimeout(SQLException e) {
        return state(e).equals("55P03") || state(e).equals("HYT00") || e.getErrorCode() == MARIADB_LOCK_WAIT;
    }

    static boolean isDivisionByZero(SQLException e) {
        return state(e).equals("22012");
    }

    static StoreException toStoreException(SQLException e) {
        if (isConnectionLost(e) || state(e).startsWith("53")) {
            return new StoreException(Retry.LATER, "the database is out of reach or overloaded", withoutValues(e));
        }
        if (isCollision(e)) {
            return new StoreException(Retry.AT_ONCE, "the unit of work collided with others", withoutValues(e));
        }
        if (isLockTimeout(e) || state(e).equals("57014") || e.getErrorCode() == MARIADB_STATEMENT_TIMEOUT) {
            return new StoreException(Retry.LATER, "the database did not answer in time", withoutValues(e));
        }
        if (state(e).equals("42501")) {
            return new StoreException(
                    Retry.NEVER, "the database refused access: a role lacks a grant, or a wall held", withoutValues(e));
        }
        return new StoreException(Retry.NEVER, "the database refused a statement", withoutValues(e));
    }

    /** The failure without the values of rows, which a driver puts into its messages and which must not reach a log. */
    static SQLException withoutValues(SQLException e) {
        String state = state(e);
        boolean ofData = state.startsWith("22") || state.startsWith("23");
        String message = ofData || e.getMessage() == null
                ? "SQLState " + state + ", code " + e.getErrorCode()
                : e.getMessage().lines().findFirst().orElse("");
        SQLException safe = new SQLException(message, state, e.getErrorCode());
        safe.setStackTrace(e.getStackTrace());
        return safe;
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
