package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.jdbc.database.DatabaseServer;
import dev.flowruntime.store.jdbc.database.H2Server;
import dev.flowruntime.store.jdbc.database.MariadbServer;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The products that the store is for, each with a database that all its tests share. */
enum Product {
    POSTGRESQL(PostgresqlServer::shared, new PostgresDialect(Timeouts.STATEMENT, Timeouts.LOCK)),
    H2(H2Server::shared, new H2Dialect(Timeouts.STATEMENT, Timeouts.LOCK)),
    MARIADB(MariadbServer::shared, new MariadbDialect(Timeouts.STATEMENT, Timeouts.LOCK));

    private final Supplier<DatabaseServer> server;
    private final Dialect dialect;
    private @Nullable TestDatabase database;

    Product(Supplier<DatabaseServer> server, Dialect dialect) {
        this.server = server;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** With all tables, and whatever rows the last test left in them. */
    synchronized TestDatabase database() {
        if (database == null) {
            database = server.get().newDatabase();
            JdbcSchema.migrate(database.dataSource());
        }
        return database;
    }

    private static final class Timeouts {
        static final Duration STATEMENT = Duration.ofSeconds(20);
        static final Duration LOCK = Duration.ofSeconds(10);
    }
}
