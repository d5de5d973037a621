package dev.flowruntime.store.jdbc;

import java.time.Duration;

final class H2DialectTest extends DialectContract {
    @Override
    Product product() {
        return Product.H2;
    }

    @Override
    Dialect dialect(Duration statementTimeout, Duration lockTimeout) {
        return new H2Dialect(statementTimeout, lockTimeout);
    }

    @Override
    String endless() {
        return "select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b";
    }
}
