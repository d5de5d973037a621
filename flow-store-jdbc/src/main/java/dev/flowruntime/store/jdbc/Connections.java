package dev.flowruntime.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where units of work get their connections from. */
interface Connections {
    Connection take(Scope scope) throws SQLException;

    void giveBack(Connection connection) throws SQLException;

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
    }
}
