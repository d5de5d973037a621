package dev.flowruntime.examples;

import com.zaxxer.hikari.HikariDataSource;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.JdbcSchema;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command works on; its schema must be there. */
class StoreOptions {
    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = "the database: PostgreSQL, H2 or MariaDB; without it all is kept in memory")
    @Nullable
    String jdbcUrl;

    @Option(names = "--jdbc-user", paramLabel = "USER", description = "the database's user")
    @Nullable
    String jdbcUser;

    @Option(names = "--jdbc-password", paramLabel = "PASSWORD", description = "and its password")
    @Nullable
    String jdbcPassword;

    /**
     * Opens the store, in memory unless a database is named.
     *
     * @throws CommandFailure when the options are no good
     * @throws dev.flowruntime.store.StoreException when the database cannot be reached, or its schema does not fit
     */
    final OpenStore open() {
        if (jdbcUrl == null) {
            return new OpenStore(new InMemoryFlowStore(), null);
        }
        HikariDataSource connections = login(jdbcUrl).pool();
        try {
            prepare(connections);
            return new OpenStore(JdbcFlowStore.open(connections), connections);
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    /** For commands that would be pointless on a store that ends with them. */
    final OpenStore openDurable() {
        requireUrl();
        return open();
    }

    /** Brings the schema up to date. */
    final void migrate() {
        try (HikariDataSource connections = login(requireUrl()).pool()) {
            JdbcSchema.migrate(connections);
            JdbcSchema.validate(connections);
        }
    }

    /** What is done to a database before its schema is checked. */
    void prepare(HikariDataSource connections) {}

    DatabaseLogin login(String url) {
        return new DatabaseLogin(url, jdbcUser, jdbcPassword);
    }

    private String requireUrl() {
        if (jdbcUrl == null) {
            throw new CommandFailure("--jdbc-url is required: what this command does must outlast it");
        }
        return jdbcUrl;
    }
}
