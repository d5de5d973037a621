package dev.flowruntime.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.JdbcSchema;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command works on. */
class StoreOptions {
    private static final int CONNECTIONS = 16;
    private static final int WAIT_MILLIS = 2000;

    @Option(names = "--jdbc-url", paramLabel = "URL", description = "the database; without it all is kept in memory")
    @Nullable
    String jdbcUrl;

    @Option(names = "--jdbc-user", paramLabel = "USER", description = "the database's user")
    @Nullable
    String jdbcUser;

    @Option(names = "--jdbc-password", paramLabel = "PASSWORD", description = "and its password")
    @Nullable
    String jdbcPassword;

    @Option(
            names = "--migrate",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "whether the database's schema is brought up to date first (default: ${DEFAULT-VALUE})")
    boolean migrate = true;

    /** @throws CommandFailure when there is no such store */
    OpenStore open() {
        if (jdbcUrl == null) {
            return new OpenStore(new InMemoryFlowStore(), null);
        }
        HikariDataSource connections = connect(jdbcUrl);
        try {
            if (migrate) {
                JdbcSchema.migrate(connections);
            }
            return new OpenStore(JdbcFlowStore.open(connections), connections);
        } catch (StoreException e) {
            connections.close();
            throw new CommandFailure("--jdbc-url: " + e.getMessage(), e);
        }
    }

    /** For commands that would be pointless on a store that ends with them. */
    OpenStore openDurable() {
        if (jdbcUrl == null) {
            throw new CommandFailure("--jdbc-url is required: what this command does must outlast it");
        }
        return open();
    }

    private HikariDataSource connect(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(jdbcUser);
        config.setPassword(jdbcPassword);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(WAIT_MILLIS);
        if (url.startsWith("jdbc:postgresql:")) {
            // a dead server is noticed, and values of rows stay out of messages
            config.addDataSourceProperty("socketTimeout", "30");
            config.addDataSourceProperty("connectTimeout", "5");
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty("logServerErrorDetail", "false");
        }
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new CommandFailure("--jdbc-url: the database cannot be reached: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new CommandFailure("--jdbc-url: " + e.getMessage(), e);
        }
    }
}
