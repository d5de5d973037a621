package dev.flowruntime.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where units of work get their connections from. */
interface Connections {
    Connection take(Scope scope) throws SQLException;

    void giveBack(Connection connection) throws SQLException;

    /** Whether a unit that failed may be run again, because nothing but the unit was lost with it. */
    boolean allowRetry();

    /**
     * Connections from pools.
     *
     * @param tenants for the work of one tenant
     * @param dispatcher for work that crosses tenants; may be the same
     */
    record Pooled(DataSource tenants, DataSource dispatcher) implements Connections {
        @Override
        public Connection take(Scope scope) throws SQLException {
            return (scope instanceof Scope.Crossing ? dispatcher : tenants).getConnection();
        }

        @Override
        public void giveBack(Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public boolean allowRetry() {
            return true;
        }
    }

    /** The one connection of a transaction that somebody else has begun and will end. */
    record Joined(Connection connection) implements Connections {
        @Override
        public Connection take(Scope scope) throws SQLException {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException("a joined connection has auto-commit off; nothing could be joined");
            }
            return connection;
        }

        @Override
        public void giveBack(Connection given) {
            // its owner goes on with it
        }

        /** A deadlock may have taken the owner's rows as well: H2 and MariaDB roll back the whole transaction. */
        @Override
        public boolean allowRetry() {
            return false;
        }
    }
}
