package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import dev.flowruntime.store.jdbc.database.DatabaseServer;
import dev.flowruntime.store.jdbc.database.MariadbServer;

class MariadbMigrationTest extends MigrationContract {
    @Override
    DatabaseServer server() {
        return MariadbServer.shared();
    }

    @Override
    Product product() {
        return Product.MARIADB;
    }
}
