package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import dev.flowruntime.store.jdbc.database.DatabaseServer;
import dev.flowruntime.store.jdbc.database.H2Server;

class H2MigrationTest extends MigrationContract {
    @Override
    DatabaseServer server() {
        return H2Server.shared();
    }

    @Override
    Product product() {
        return Product.H2;
    }
}
