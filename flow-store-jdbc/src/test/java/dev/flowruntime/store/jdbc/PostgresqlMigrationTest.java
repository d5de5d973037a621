package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import dev.flowruntime.store.jdbc.database.DatabaseServer;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;

class PostgresqlMigrationTest extends MigrationContract {
    @Override
    DatabaseServer server() {
        return PostgresqlServer.shared();
    }

    @Override
    Product product() {
        return Product.POSTGRESQL;
    }
}
