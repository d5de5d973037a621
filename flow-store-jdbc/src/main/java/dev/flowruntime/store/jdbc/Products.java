package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Tells which product a connection leads to. */
final class Products {
    private Products() {}

    /** @throws StoreException {@code NEVER} when the store does not run on it */
    static Product of(Connection connection) throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        return of(server.getDatabaseProductName(), server.getDatabaseMajorVersion(), server.getDatabaseMinorVersion());
    }

    static Product of(String title, int major, int minor) {
        for (Product product : Product.values()) {
            if (product.title.equals(title)) {
                if (major < product.major || major == product.major && minor < product.minor) {
                    throw new StoreException(
                            Retry.NEVER, "%s %d.%d is too old: use %s".formatted(title, major, minor, oldest(product)));
                }
                return product;
            }
        }
        String known = Arrays.stream(Product.values()).map(Products::oldest).collect(Collectors.joining(", "));
        throw new StoreException(
                Retry.NEVER,
                "the store does not run on %s %d.%d: use %s (MariaDB with its own driver)"
                        .formatted(title, major, minor, known));
    }

    private static String oldest(Product product) {
        return "%s %d.%d or newer".formatted(product.title, product.major, product.minor);
    }
}
