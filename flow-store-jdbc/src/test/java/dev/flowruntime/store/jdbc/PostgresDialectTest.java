package dev.flowruntime.store.jdbc;

import java.time.Duration;
import java.util.List;

final class PostgresDialectTest extends DialectContract {
    @Override
    Product product() {
        return Product.POSTGRESQL;
    }

    @Override
    Dialect dialect(Duration statementTimeout, Duration lockTimeout) {
        return new PostgresDialect(statementTimeout, lockTimeout);
    }

    @Override
    String endless() {
        return "select pg_sleep(600)";
    }

    @Override
    List<Boolean> autoCommitsThatStay() {
        return List.of(true);
    }
}
