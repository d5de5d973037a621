package dev.flowruntime.examples;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatSession;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.SessionReply;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.transport.Reach;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant whose widget keys have webhooks; closes its database as well. */
final class WebhookScene implements AutoCloseable {
    final RunDatabase database;
    private final OpenStore store;
    final FlowRuntime runtime;
    final TenantId tenant;
    final List<WidgetKey> keys = new ArrayList<>();

    WebhookScene(RunDatabase database, WebhookReceiver receiver, int endpoints) {
        this.database = database;
        store = database.options.open();
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
        return runtime.chat().authorize(caller(opened(key).sessionToken()));
    }

    /** Opens a session that nobody uses; its webhook tells the conversation. */
    ConversationId openOnly(WidgetKey key) {
        return opened(key).conversationId();
    }

    private SessionReply opened(WidgetKey key) {
        return runtime.chat().open(new OpenSession(key.publicKey(), null, null, null, Map.of()), caller(null));
    }

    private static Caller caller(@Nullable String token) {
        return new Caller("https://acme.com", true, token, null, null);
    }

    long count(String condition) throws SQLException {
        return database.number("select count(*) from flow_outbox_entry where " + condition);
    }

    @Override
    public void close() {
        runtime.close();
        store.close();
        database.close();
    }
}
