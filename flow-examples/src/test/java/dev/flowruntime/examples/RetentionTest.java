package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.JdbcSchema;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements of docs/operations.md that delete finished rows, run on PostgreSQL. */
class RetentionTest {
    private static final String FLOW = """
            flow: ask
            name: Asks
            trigger: { type: trigger.chat, intent_name: ask }
            nodes:
              - { id: ask, type: form, fields: [{ name: x, type: text, label: X, required: true }] }
              - { id: pick, type: enqueue.task, queue: warehouse.pick, payload: {} }
            """;

    private TestDatabase database;
    private JdbcFlowStore store;
    private FlowRuntime runtime;

    @BeforeEach
    void setUp() {
        database = PostgresqlServer.shared().newDatabase();
        JdbcSchema.migrate(database.dataSource());
        store = JdbcFlowStore.open(database.dataSource());
        runtime = FlowRuntime.builder(store).build();
    }

    @AfterEach
    void tearDown() {
        runtime.close();
        store.close();
        database.close();
    }

    private TenantId tenant(String slug) {
        TenantId tenant = runtime.tenants().create(slug, slug).id();
        runtime.flows().publish(tenant, Document.parse("flow.yaml", FLOW));
        return tenant;
    }

    private Reply asked(TenantId tenant) {
        return runtime.engine().trigger(new EngineTrigger(tenant, null, TriggerMessage.of("ask", "Hi")));
    }

    private Reply done(TenantId tenant) {
        Reply done = runtime.engine().resume(tenant, ResumeMessage.of(asked(tenant), Map.of("x", "1")));
        assertThat(done.status()).isEqualTo(ExecutionStatus.COMPLETED);
        return done;
    }

    private void deleteOld(TenantId tenant) throws IOException, SQLException {
        String document = Files.readString(Path.of("../docs/operations.md"));
        int begin = document.indexOf("begin;\nset local role flow_dispatcher;\n");
        String sql = document.substring(begin, document.indexOf("commit;", begin) + "commit;".length());
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    sql.replace(":tenant", "'" + tenant + "'").replace("now() - interval '90 days'", "now()"));
        }
    }

    private int count(String table) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void whatIsFinishedGoesWithAllThatBelongsToIt() throws IOException, SQLException {
        TenantId shop = tenant("shop");
        runtime.worker("warehouse.pick", task -> Map.of());
        done(shop);
        runtime.engine().publish(new EventRequest(shop, "nobody.listens", Map.of(), null));
        runtime.runOnce();

        deleteOld(shop);

        assertThat(count("flow_execution")).isZero();
        assertThat(count("flow_conversation")).isZero();
        assertThat(count("flow_task")).isZero();
        assertThat(count("flow_inbox_event")).isZero();
        assertThat(count("flow_consumed_event")).isZero();
    }

    @Test
    void whatIsOpenStaysAndGoesOn() throws IOException, SQLException {
        TenantId shop = tenant("shop");
        Reply asked = asked(shop);
        done(shop); // its task is still to be done

        deleteOld(shop);

        assertThat(count("flow_execution")).isEqualTo(2);
        assertThat(count("flow_task")).isEqualTo(1);
        assertThat(runtime.engine()
                        .resume(shop, ResumeMessage.of(asked, Map.of("x", "1")))
                        .status())
                .isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void otherTenantsKeepTheirs() throws IOException, SQLException {
        TenantId shop = tenant("shop");
        TenantId other = tenant("other");
        runtime.worker("warehouse.pick", task -> Map.of());
        done(other);
        runtime.runOnce();

        deleteOld(shop);

        assertThat(count("flow_execution")).isEqualTo(1);
        assertThat(count("flow_conversation")).isEqualTo(1);
    }
}
