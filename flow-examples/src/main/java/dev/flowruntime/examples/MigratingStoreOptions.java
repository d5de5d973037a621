package dev.flowruntime.examples;

import com.zaxxer.hikari.HikariDataSource;
import dev.flowruntime.store.jdbc.JdbcSchema;
import picocli.CommandLine.Option;

/** Which store a command works on, for those that bring its schema up to date themselves. */
class MigratingStoreOptions extends StoreOptions {
    @Option(
            names = "--migrate",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "whether the database's schema is brought up to date first (default: ${DEFAULT-VALUE})")
    boolean migrate = true;

    @Override
    void prepare(HikariDataSource connections) {
        if (migrate) {
            JdbcSchema.migrate(connections);
        }
    }
}
