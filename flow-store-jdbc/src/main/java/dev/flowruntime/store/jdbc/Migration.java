package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import dev.flowruntime.store.jdbc.JdbcSchema.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a schema to the last of some steps.
 *
 * @param seconds how long to wait for others who are at it
 * @param tries how often to wait for others who use what is to be changed
 */
record Migration(Product product, List<Step> steps, int seconds, int tries) {
    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
    static final int SECONDS = 60;
    /** Another database's migration may be making the same roles, and turns may use a table that a step changes. */
    static final int TRIES = 10;

    static void run(DataSource dataSource) {
        try {
            Product product;
            try (Connection connection = dataSource.getConnection()) {
                product = Products.of(connection);
            }
            new Migration(product, Scripts.steps(product), SECONDS, TRIES).on(dataSource);
            if (product == Product.POSTGRESQL) {
                Partitions.keep(dataSource, Map.of());
            }
        } catch (SQLException e) {
            throw Failures.toStoreException(e);
        }
    }

    void on(DataSource dataSource) throws SQLException {
        List<Step> applied = MigrationLock.of(product).whileHeld(dataSource, seconds, tries, this::applyMissing);
        applied.forEach(step -> LOG.info("the schema has got {}", step));
    }

    private List<Step> applyMissing(Connection connection) throws SQLException {
        History history = History.read(connection, product);
        history.requireNotNewer(steps);
        history.requireUnchanged(steps);
        if (product == Product.POSTGRESQL) {
            apply(connection, Scripts.roles());
        }
        List<Step> missing = history.missing(steps);
        for (Step step : missing) {
            apply(connection, Scripts.script(product, step));
        }
        return missing;
    }

    private void apply(Connection connection, Script script) throws SQLException {
        for (String statement : Scripts.statements(script.text())) {
            try {
                Transaction.execute(connection, statement);
            } catch (SQLException e) {
                boolean mayGoThrough =
                        product == Product.POSTGRESQL && (Failures.isLockTimeout(e) || Failures.isCollision(e));
                if (mayGoThrough || Failures.isConnectionLost(e)) {
                    throw e;
                }
                throw refusal(script, statement, e);
            }
        }
    }

    private StoreException refusal(Script script, String statement, SQLException e) {
        String consequence = product == Product.POSTGRESQL
                ? "nothing was changed"
                : "the statements before it took effect: drop what they made and delete the row of flow_schema_step";
        SQLException reason = Failures.withoutValues(e);
        return new StoreException(
                Retry.NEVER,
                "%s was refused at \"%s\": %s; %s"
                        .formatted(
                                script.name(),
                                statement.lines().findFirst().orElse(""),
                                reason.getMessage(),
                                consequence),
                reason);
    }
}
