package dev.flowruntime.store.jdbc;

final class H2StoreTest extends StoreContracts {
    @Override
    Product product() {
        return Product.H2;
    }
}
