package dev.flowruntime.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one gets into a database. */
final class DatabaseLogin {
    private static final int CONNECTIONS = 16;
    /** Below the time after which whoever asked has gone: the answer is then 503. */
    private static final int WAIT_MILLIS = 2000;

    private static final int VALIDATION_MILLIS = 1000;
    /** Unknown databases of PostgreSQL, H2 (in files, in memory) and MariaDB. */
    private static final Set<String> NO_DATABASE = Set.of("3D000", "90146", "90149");

    private static final int MARIADB_NO_DATABASE = 1049;

    private final String url;
    private final Properties properties;

    DatabaseLogin(String url, @Nullable String user, @Nullable String password) {
        this.url = url;
        this.properties = driverProperties(url);
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
    }

    /** With one more property of the driver. */
    DatabaseLogin with(String property, String value) {
        properties.setProperty(property, value);
        return this;
    }

    /**
     * Connections, the first of which was tried.
     *
     * @throws CommandFailure when the URL, the user or the password is no good
     * @throws StoreException when the database is out of reach
     */
    HikariDataSource pool() {
        tryOut();
        HikariConfig config = new HikariConfig();
        config.setPoolName("flow");
        config.setJdbcUrl(url);
        config.setDataSourceProperties(properties);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(WAIT_MILLIS);
        config.setValidationTimeout(VALIDATION_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setExceptionOverride(new LostConnections());
        return new HikariDataSource(config);
    }

    /** The pool knows by their SQLStates which failures mean that a connection is lost, but not those of H2. */
    private static final class LostConnections implements SQLExceptionOverride {
        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            return failure instanceof SQLNonTransientConnectionException
                    ? Override.MUST_EVICT
                    : Override.CONTINUE_EVICT;
        }
    }

    private static Properties driverProperties(String url) {
        Properties properties = new Properties();
        if (url.startsWith("jdbc:postgresql:")) {
            // a dead server is noticed, and values of rows stay out of messages
            properties.setProperty("connectTimeout", "5");
            properties.setProperty("socketTimeout", "30");
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("logServerErrorDetail", "false");
            properties.setProperty("ApplicationName", "flow-runtime");
        } else if (url.startsWith("jdbc:mariadb:")) {
            properties.setProperty("connectTimeout", "5000");
            properties.setProperty("socketTimeout", "30000");
        } else if (url.matches("jdbc:h2:(?!mem:|tcp:|ssl:).*")) {
            // on its own H2 writes what was committed up to half a second later, and closes at a signal before we do
            setUnlessNamed(properties, url, "WRITE_DELAY", "0");
            setUnlessNamed(properties, url, "DB_CLOSE_ON_EXIT", "FALSE");
        }
        return properties;
    }

    private static void setUnlessNamed(Properties properties, String url, String setting, String value) {
        if (!url.toUpperCase(Locale.ROOT).contains(";" + setting + "=")) {
            properties.setProperty(setting, value);
        }
    }

    /** Before the pool, which would tell of a failure in a stack trace. */
    private void tryOut() {
        requireDriver();
        try {
            DriverManager.getConnection(url, properties).close();
        } catch (SQLException e) {
            String state = e.getSQLState() == null ? "" : e.getSQLState();
            if (state.startsWith("28")) {
                throw new CommandFailure("--jdbc-user, --jdbc-password: the database does not let this login in", e);
            }
            if (NO_DATABASE.contains(state) || e.getErrorCode() == MARIADB_NO_DATABASE) {
                throw new CommandFailure("--jdbc-url: there is no such database", e);
            }
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new StoreException(Retry.LATER, "--jdbc-url: the database cannot be reached: " + reason, e);
        }
    }

    private void requireDriver() {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            // a URL may hold a password, so it is not repeated
            throw new CommandFailure(
                    "--jdbc-url: must be a URL that begins with jdbc:postgresql:, jdbc:h2: or jdbc:mariadb:", e);
        }
    }
}
