package dev.flowruntime.store.jdbc;

import java.time.Duration;

final class MariadbDialectTest extends DialectContract {
    @Override
    Product product() {
        return Product.MARIADB;
    }

    @Override
    Dialect dialect(Duration statementTimeout, Duration lockTimeout) {
        return new MariadbDialect(statementTimeout, lockTimeout);
    }

    @Override
    String endless() {
        return "select sleep(600)";
    }
}
