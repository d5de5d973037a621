package dev.flowruntime.examples;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatSession;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import dev.flowruntime.transport.Reach;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL of its own with a tenant whose widget keys have webhooks. */
final class WebhookScene implements AutoCloseable {
    private final PostgresqlServer server;
    private final TestDatabase database;
    private final OpenStore store;
    final MigratingStoreOptions options = new MigratingStoreOptions();
    final FlowRuntime runtime;
    final TenantId tenant;
    final List<WidgetKey> keys = new ArrayList<>();

    WebhookScene(WebhookReceiver receiver, int endpoints, Durability durability) throws SQLException {
        server = PostgresqlServer.start(durability);
        database = server.newDatabase();
        execute("create role flow_login login createrole password 'secret'");
        execute("grant create on schema public to flow_login");
        options.jdbcUrl = database.url();
        options.jdbcUser = "flow_login";
        options.jdbcPassword = "secret";
        store = options.open();
        runtime = FlowRuntime.builder(store.store())
                .reach(Reach.PUBLIC_AND_LOOPBACK)
                .build();
        tenant = runtime.tenants().create("acme", "Acme Inc.").id();
        runtime.flows().publish(tenant, Document.parse("go.yaml", """
                        flow: go
                        name: Go
                        trigger: { type: trigger.chat, intent_name: go }
                        nodes:
                          - { id: hi, type: message, text: Hi }
                        """));
        for (int i = 0; i < endpoints; i++) {
            keys.add(put(i, receiver.url(i)));
        }
    }

    private WidgetKey put(int number, String url) {
        return runtime.widgetKeys()
                .put(
                        tenant,
                        new WidgetKeyRequest(
                                "key " + number,
                                null,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of("https://acme.com"),
                                Grant.ofEverything(),
                                Grant.ofNothing(),
                                url,
                                null,
                                null));
    }

    ChatSession open(WidgetKey key) {
        String token = runtime.chat()
                .open(
                        new OpenSession(key.publicKey(), null, null, null, Map.of()),
                        new Caller("https://acme.com", true, null, null, null))
                .sessionToken();
        return runtime.chat().authorize(new Caller("https://acme.com", true, token, null, null));
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows of texts. */
    List<List<String>> rows(String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    long count(String condition) throws SQLException {
        return Long.parseLong(rows("select count(*) from flow_outbox_entry where " + condition)
                .get(0)
                .get(0));
    }

    @Override
    public void close() {
        runtime.close();
        store.close();
        server.close();
    }
}
