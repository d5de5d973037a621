package dev.flowruntime.store.jdbc.crash;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** The smallest pool: one connection, made anew when it is gone. For one thread, and without a thread of its own. */
final class ReusedConnection implements DataSource, ConnectionEventListener, AutoCloseable {
    private final PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    private @Nullable PooledConnection pooled;

    ReusedConnection(String url, String user) {
        source.setUrl(url + "&sslmode=disable&gssEncMode=disable");
        source.setUser(user);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (pooled == null) {
            pooled = source.getPooledConnection();
            pooled.addConnectionEventListener(this);
        }
        return pooled.getConnection();
    }

    /** Makes sure that there is a connection, and a new one. */
    void renew() throws SQLException {
        close();
        getConnection().close();
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        drop();
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
        // it stays open for the next
    }

    @Override
    public void close() {
        drop();
    }

    private void drop() {
        PooledConnection gone = pooled;
        pooled = null;
        if (gone != null) {
            try {
                gone.close();
            } catch (SQLException closed) {
                // it was broken
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("nothing is wrapped");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
