package dev.flowruntime.examples;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.JoinedRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.JdbcSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A shop writes an order and starts its conversation in one transaction: both are there afterwards, or neither is. */
public final class OrderInOneTransaction {
    private static final String FLOW = """
            flow: order_placed
            name: Order placed
            trigger: { type: trigger.chat, intent_name: order_placed }
            nodes:
              - { id: pick, type: enqueue.task, queue: warehouse.pick, payload: { order: "{{ trigger.text }}" } }
              - { id: thanks, type: message, text: "Thank you for order {{ trigger.text }}." }
              - { id: picked, type: await.task_result, task: pick }
            """;

    private final DataSource dataSource;
    private final JdbcFlowStore store;
    private final FlowRuntime runtime;
    private final TenantId shop;

    /** @param dataSource the shop's own, with the tables of the flows beside its orders */
    OrderInOneTransaction(DataSource dataSource, JdbcFlowStore store, FlowRuntime runtime) {
        this.dataSource = dataSource;
        this.store = store;
        this.runtime = runtime;
        this.shop = runtime.tenants().create("shop", "Shop").id();
        runtime.flows().publish(shop, Document.parse("order_placed.yaml", FLOW));
    }

    /** Places an order; the database refuses one that costs less than nothing, when its conversation has begun already. */
    Reply place(String number, int cents) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            try {
                JoinedRuntime joined = runtime.within(store.join(connection));
                Reply thanks = joined.engine()
                        .trigger(new EngineTrigger(shop, null, TriggerMessage.of("order_placed", number)));
                insert(connection, number, thanks, cents);
                connection.commit();
                joined.committed();
                return thanks;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static void insert(Connection connection, String number, Reply thanks, int cents) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into orders values (?, ?, ?)")) {
            insert.setString(1, number);
            insert.setString(2, thanks.executionId().toString());
            insert.setInt(3, cents);
            insert.executeUpdate();
        }
    }

    /** Makes the shop's own table. */
    static void createOrders(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table orders (number varchar(20) primary key,"
                    + " execution_id varchar(36) not null, cents int not null check (cents >= 0))");
        }
    }

    private int count(String table) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** How many orders there are, executions of flows, and tasks for the warehouse. */
    String tally() throws SQLException {
        return count("orders") + " order, " + count("flow_execution") + " execution, " + count("flow_task") + " task";
    }

    public static void main(String[] args) throws SQLException {
        JdbcConnectionPool connections = JdbcConnectionPool.create("jdbc:h2:mem:shop", "sa", "");
        JdbcSchema.migrate(connections);
        createOrders(connections);
        try (JdbcFlowStore store = JdbcFlowStore.open(connections);
                FlowRuntime runtime = FlowRuntime.builder(store).build()) {
            OrderInOneTransaction orders = new OrderInOneTransaction(connections, store, runtime);
            System.out.println(orders.place("A-1", 4200).blocks().get(0).payload());
            try {
                orders.place("A-2", -1);
            } catch (SQLException e) {
                System.out.println("A-2 was refused, and its conversation with it");
            }
            System.out.println(orders.tally());
        } finally {
            connections.dispose();
        }
    }
}
