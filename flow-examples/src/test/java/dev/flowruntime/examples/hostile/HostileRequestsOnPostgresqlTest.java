package dev.flowruntime.examples.hostile;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.JdbcSchema;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;

class HostileRequestsOnPostgresqlTest extends HostileRequestsContract {
    private TestDatabase database;

    @Override
    FlowStore open() {
        database = PostgresqlServer.shared().newDatabase();
        JdbcSchema.migrate(database.dataSource());
        return JdbcFlowStore.open(database.dataSource());
    }

    @Override
    void close() {
        database.close();
    }
}
