package dev.flowruntime.examples;

import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;

class PostgresqlStreamTest extends StreamContract {
    @Override
    TestDatabase newDatabase() {
        return PostgresqlServer.shared().newDatabase();
    }
}
