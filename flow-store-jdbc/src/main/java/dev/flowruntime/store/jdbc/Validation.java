package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** Holds a schema against what this program needs. */
final class Validation {
    private Validation() {}

    /**
     * Everything that a program has to know before it serves.
     *
     * @param roles as which the login has to be able to act, on PostgreSQL
     */
    static void ofStart(DataSource dataSource, Set<String> roles) {
        check(dataSource, (connection, product) -> {
            History.read(connection, product).requireExactly(Scripts.steps(product));
            if (product == Product.POSTGRESQL) {
                requireRoles(connection);
                requireNoHoles(Walls.holes(connection));
                requireToAct(connection, roles);
            }
        });
    }

    /** What can change under a program that serves: one row is read for each step. */
    static void ofReadiness(DataSource dataSource) {
        check(
                dataSource,
                (connection, product) -> History.read(connection, product).requireAll(Scripts.steps(product)));
    }

    private interface Check {
        void of(Connection connection, Product product) throws SQLException;
    }

    private static void check(DataSource dataSource, Check check) {
        try (Connection connection = dataSource.getConnection()) {
            Product product = Products.of(connection);
            Transaction.run(connection, begun -> {
                check.of(begun, product);
                return true;
            });
        } catch (SQLException e) {
            throw Failures.toStoreException(e);
        }
    }

    private static void requireNoHoles(List<String> holes) {
        if (!holes.isEmpty()) {
            throw new StoreException(
                    Retry.NEVER,
                    "the walls between tenants have holes, take back what was changed by hand: "
                            + String.join("; ", holes));
        }
    }

    private static void requireRoles(Connection connection) throws SQLException {
        for (String role : List.of(PostgresDialect.APP_ROLE, PostgresDialect.DISPATCHER_ROLE)) {
            if (Transaction.texts(connection, "select 1 from pg_roles where rolname = '" + role + "'")
                    .isEmpty()) {
                throw new StoreException(
                        Retry.NEVER, "the role " + role + " is missing: run the migration, or roles.sql");
            }
        }
    }

    private static void requireToAct(Connection connection, Set<String> roles) throws SQLException {
        for (String role : roles) {
            try {
                Transaction.execute(connection, "set local role " + role);
            } catch (SQLException e) {
                if (!"42501".equals(e.getSQLState())) {
                    throw e;
                }
                throw new StoreException(
                        Retry.NEVER,
                        "the login may not act as %1$s: let an administrator grant %1$s to it".formatted(role),
                        Failures.withoutValues(e));
            }
        }
    }
}
