package dev.flowruntime.examples;

import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;

class PostgresqlJoinTest extends JoinContract {
    @Override
    TestDatabase newDatabase() {
        return PostgresqlServer.shared().newDatabase();
    }
}
