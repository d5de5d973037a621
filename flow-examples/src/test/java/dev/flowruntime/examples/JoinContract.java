package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatSession;
import dev.flowruntime.EngineTrigger;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.EventReply;
import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowException;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.JoinedRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.JdbcSchema;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A runtime within a transaction of the host's, on one product. */
abstract class JoinContract {
    private static final String ORIGIN = "https://shop.example";
    private static final List<String> TABLES = List.of(
            "orders",
            "flow_conversation",
            "flow_execution",
            "flow_history_event",
            "flow_message",
            "flow_task",
            "flow_inbox_event",
            "flow_consumed_event",
            "flow_outbox_entry",
            "flow_audit_record");

    private static final List<String> FLOWS = List.of("""
            flow: twice
            name: Asks twice
            trigger: { type: trigger.chat, intent_name: twice }
            nodes:
              - { id: one, type: form, fields: [{ name: x, type: text, label: X, required: true }] }
              - { id: two, type: form, fields: [{ name: y, type: text, label: Y, required: true }] }
              - { id: said, type: message, text: "{{ node.one.output.x }} and {{ node.two.output.y }}" }
            """, """
            flow: charge
            name: Charges
            trigger: { type: trigger.chat, intent_name: charge }
            nodes:
              - { id: charge, type: shop.charge }
              - { id: said, type: message, text: "charged" }
            """, """
            flow: pick
            name: Picks
            trigger: { type: trigger.event, event_name: order.placed }
            nodes:
              - { id: pick, type: enqueue.task, queue: warehouse.pick, payload: { order: "{{ trigger.data.order }}" } }
              - { id: picked, type: await.task_result, task: pick }
              - { id: said, type: message, text: "picked" }
            """);

    private final List<String> effects = new ArrayList<>();
    private final List<String> tasks = new ArrayList<>();
    private TestDatabase database;
    private JdbcFlowStore store;
    private FlowRuntime runtime;
    private TenantId shop;
    private Connection connection;

    /** An empty one. */
    abstract TestDatabase newDatabase();

    @BeforeEach
    void setUp() throws SQLException {
        database = newDatabase();
        JdbcSchema.migrate(database.dataSource());
        store = JdbcFlowStore.open(database.dataSource());
        // A lease that no test outlasts: what is done was not waited for.
        runtime = FlowRuntime.builder(store).lease(Duration.ofDays(1)).build();
        runtime.effect("shop.charge", call -> {
            effects.add(call.stepId());
            return NodeResult.done(new Json("{}"));
        });
        runtime.worker("warehouse.pick", task -> {
            tasks.add(String.valueOf(task.payload().get("order")));
            return Map.of();
        });
        shop = runtime.tenants().create("shop", "Shop").id();
        FLOWS.forEach(flow -> runtime.flows().publish(shop, Document.parse("flow.yaml", flow)));
        connection = database.dataSource().getConnection();
        execute("create table orders (number varchar(20) primary key)");
        connection.setAutoCommit(false);
    }

    @AfterEach
    void tearDown() throws SQLException {
        connection.rollback();
        connection.close();
        runtime.close();
        store.close();
        database.close();
    }

    private JoinedRuntime joined() {
        return runtime.within(store.join(connection));
    }

    private EngineTrigger trigger(String intent) {
        return new EngineTrigger(shop, null, TriggerMessage.of(intent, "Hi"));
    }

    private static ResumeMessage answer(Reply asked, String field, String value) {
        return ResumeMessage.of(asked, Map.of(field, value));
    }

    private Reply read(Reply of) {
        return runtime.engine().read(shop, of.executionId().toString());
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As others see them. */
    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet row = statement.executeQuery("select count(*) from " + table)) {
                    row.next();
                    rows.add(table + " " + row.getInt(1));
                }
            }
        }
        return rows;
    }

    @Test
    void hostsRowAndTurnAppearTogetherAtTheCommit() throws SQLException {
        Reply asked = joined().engine().trigger(trigger("twice"));
        execute("insert into orders values ('A-1')");

        assertThat(rows()).contains("orders 0", "flow_execution 0");
        connection.commit();

        assertThat(rows()).contains("orders 1", "flow_execution 1", "flow_history_event 1", "flow_message 2");
        assertThat(read(asked)).isEqualTo(asked);
        assertThat(runtime.engine().resume(shop, answer(asked, "x", "1")).status())
                .isEqualTo(ExecutionStatus.WAITING_INPUT);
    }

    @Test
    void nothingRemainsOfWhatTheHostRollsBack() throws SQLException {
        List<String> before = rows();
        JoinedRuntime joined = joined();
        execute("insert into orders values ('A-1')");
        Reply asked = joined.engine().trigger(trigger("twice"));
        joined.engine().resume(shop, answer(asked, "x", "1"));
        joined.engine().publish(new EventRequest(shop, "order.placed", Map.of("order", "A-1"), "key"));

        connection.rollback();
        joined.committed();

        assertThat(rows()).isEqualTo(before);
        assertThat(runtime.runOnce()).isZero();
        assertThatThrownBy(() -> read(asked))
                .isInstanceOfSatisfying(
                        FlowException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXECUTION_NOT_FOUND));
    }

    @Test
    void runtimeRemembersNothingOfATurnThatWasRolledBack() throws SQLException {
        Reply asked = runtime.engine().trigger(trigger("twice"));
        joined().engine().resume(shop, answer(asked, "x", "lost"));
        connection.rollback();

        Reply next = runtime.engine().resume(shop, answer(asked, "x", "kept"));
        Reply done = runtime.engine().resume(shop, answer(next, "y", "done"));

        assertThat(done.blocks())
                .singleElement()
                .satisfies(block -> assertThat(block.payload().text()).contains("kept and done"));
    }

    @Test
    void turnRolledBackToASavepointIsForgottenByTheJoinedRuntimeToo() throws SQLException {
        Reply asked = runtime.engine().trigger(trigger("twice"));
        JoinedRuntime joined = joined();
        Savepoint savepoint = connection.setSavepoint();
        joined.engine().resume(shop, answer(asked, "x", "lost"));
        connection.rollback(savepoint);

        // Has the revision, and the token, that the lost turn had.
        Reply next = runtime.engine().resume(shop, answer(asked, "x", "kept"));
        Reply done = joined.engine().resume(shop, answer(next, "y", "done"));
        connection.commit();

        assertThat(done.blocks())
                .singleElement()
                .satisfies(block -> assertThat(block.payload().text()).contains("kept and done"));
        assertThat(read(asked).status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void answerThatWasTakenIsRefusedTheSecondTime() throws SQLException {
        Reply asked = runtime.engine().trigger(trigger("twice"));
        JoinedRuntime joined = joined();
        joined.engine().resume(shop, answer(asked, "x", "1"));

        assertThatThrownBy(() -> joined.engine().resume(shop, answer(asked, "x", "2")))
                .isInstanceOfSatisfying(
                        FlowException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_WAIT_TOKEN));
        connection.commit();
        assertThatThrownBy(() -> runtime.engine().resume(shop, answer(asked, "x", "3")))
                .isInstanceOf(FlowException.class);
    }

    @Test
    void stepWithEffectsRunsAfterTheCommitAtOnce() throws SQLException {
        JoinedRuntime joined = joined();
        Reply running = joined.engine().trigger(trigger("charge"));

        assertThat(running.status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(runtime.runOnce()).isZero();
        assertThat(effects).isEmpty();
        connection.commit();
        joined.committed();
        runtime.runOnce();

        assertThat(effects).hasSize(1);
        assertThat(read(running).status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void eventStartsFlowsAndTheirTasksAreDoneAfterTheCommit() throws SQLException {
        EventReply reply =
                joined().engine().publish(new EventRequest(shop, "order.placed", Map.of("order", "A-1"), null));

        assertThat(reply.subscriptionsMatched()).isOne();
        assertThat(runtime.runOnce()).isZero();
        connection.commit();
        runtime.runOnce();

        assertThat(tasks).containsExactly("A-1");
        assertThat(runtime.engine()
                        .read(shop, reply.executionIds().get(0).toString())
                        .status())
                .isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void repeatedEventGetsTheFirstReply() throws SQLException {
        EventRequest request = new EventRequest(shop, "order.placed", Map.of("order", "A-1"), "key");
        JoinedRuntime joined = joined();
        EventReply first = joined.engine().publish(request);

        assertThat(joined.engine().publish(request)).isEqualTo(first);
        connection.commit();
        assertThat(runtime.engine().publish(request)).isEqualTo(first);
        assertThat(rows()).contains("flow_execution 1");
    }

    @Test
    void visitorsSessionAndMessageJoin() throws SQLException {
        WidgetKey key = runtime.widgetKeys()
                .put(
                        shop,
                        new WidgetKeyRequest(
                                "shop",
                                null,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of(ORIGIN),
                                Grant.ofEverything(),
                                Grant.ofNothing(),
                                null,
                                null,
                                null));
        JoinedRuntime joined = joined();
        String token = joined.chat()
                .open(
                        new OpenSession(key.publicKey(), null, null, "en", Map.of()),
                        new Caller(ORIGIN, true, null, "r", null))
                .sessionToken();
        Caller visitor = new Caller(ORIGIN, true, token, "r", null);
        Reply asked = joined.chat().authorize(visitor).trigger(TriggerMessage.of("twice", "Hi"));
        connection.commit();

        ChatSession session = runtime.chat().authorize(visitor);
        assertThat(session.read(asked.executionId().toString())).isEqualTo(asked);
    }

    @Test
    void collisionIsLeftToTheHostWhoseRowsAreGoneWithIt() {
        AtomicInteger tries = new AtomicInteger();
        Connection colliding = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (method.getName().equals("prepareStatement")
                            && args[0].toString().contains("insert into flow_execution")) {
                        tries.incrementAndGet();
                        throw new SQLException("deadlock", "40001");
                    }
                    return method.invoke(connection, args);
                });

        assertThatThrownBy(() -> runtime.within(store.join(colliding)).engine().trigger(trigger("twice")))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.retry()).isEqualTo(StoreException.Retry.AT_ONCE));
        assertThat(tries).hasValue(1);
    }

    @Test
    void connectionWithAutoCommitIsRefused() throws SQLException {
        connection.setAutoCommit(true);

        assertThatThrownBy(() -> joined().engine().trigger(trigger("twice"))).isInstanceOf(IllegalStateException.class);
        connection.setAutoCommit(false);
        assertThat(rows()).contains("flow_execution 0");
    }
}
