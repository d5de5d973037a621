package dev.flowruntime.store.jdbc;

final class PostgresqlStoreTest extends StoreContracts {
    @Override
    Product product() {
        return Product.POSTGRESQL;
    }
}
