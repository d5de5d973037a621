package dev.flowruntime.store.jdbc;

final class MariadbStoreTest extends StoreContracts {
    @Override
    Product product() {
        return Product.MARIADB;
    }
}
