package dev.flowruntime.examples;

import dev.flowruntime.store.jdbc.database.H2Server;
import dev.flowruntime.store.jdbc.database.TestDatabase;

class H2StreamTest extends StreamContract {
    @Override
    TestDatabase newDatabase() {
        return H2Server.shared().newDatabase();
    }
}
