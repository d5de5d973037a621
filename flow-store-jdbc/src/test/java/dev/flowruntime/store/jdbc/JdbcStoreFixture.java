package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import dev.flowruntime.store.tck.StoreFixture;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/** The store in the database of a product, which is emptied for each test. */
final class JdbcStoreFixture extends StoreFixture {
    private static final List<String> DUE_TIMES = List.of(
            "flow_execution.wake_at",
            "flow_task.due_at",
            "flow_inbox_event.due_at",
            "flow_outbox_entry.due_at",
            "flow_upload.expires_at",
            "flow_idempotency_key.leased_until",
            "flow_idempotency_key.expires_at");

    private final Product product;

    private JdbcStoreFixture(Product product, FlowStore store) {
        super(store, product.database().now());
        this.product = product;
    }

    static JdbcStoreFixture open(Product product) {
        return open(product, JdbcFlowStore::open);
    }

    static JdbcStoreFixture open(Product product, Function<DataSource, FlowStore> opening) {
        TestDatabase database = product.database();
        database.empty("flow_schema_step", "FLOW_SCHEMA_STEP");
        return new JdbcStoreFixture(product, opening.apply(database.dataSource()));
    }

    @Override
    public void elapse(Duration time) {
        try (Connection connection = product.database().dataSource().getConnection()) {
            for (String dueTime : DUE_TIMES) {
                String table = dueTime.substring(0, dueTime.indexOf('.'));
                String column = dueTime.substring(table.length() + 1);
                String earlier =
                        product.dialect().later().replace(product.dialect().now(), column);
                try (PreparedStatement update =
                        connection.prepareStatement("update " + table + " set " + column + " = " + earlier)) {
                    update.setLong(1, -time.toNanos() / 1000);
                    update.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int rounds(int wished) {
        return Math.max(3, wished / 20);
    }
}
