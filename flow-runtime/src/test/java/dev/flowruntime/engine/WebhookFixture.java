package dev.flowruntime.engine;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatSession;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.WebhookListener;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.metrics.RuntimeObserver;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.transport.Exchange;
import dev.flowruntime.transport.OutboundRequest;
import dev.flowruntime.transport.WebhookTransport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A runtime whose webhooks end in a list; what they are answered is said beforehand, and 200 when nothing is. */
final class WebhookFixture implements WebhookTransport, WebhookListener, AutoCloseable {
    final TestClock clock = new TestClock();
    final FlowStore store = new InMemoryFlowStore();
    final List<OutboundRequest> sent = new CopyOnWriteArrayList<>();
    final List<Delivery> exhausted = new CopyOnWriteArrayList<>();
    final List<WidgetKeyId> paused = new CopyOnWriteArrayList<>();
    final Deque<Exchange> answers = new ArrayDeque<>();
    boolean listenerFails;
    final FlowRuntime runtime;
    final TenantId tenant;
    final WidgetKey key;

    WebhookFixture() {
        this(RuntimeObserver.NONE);
    }

    WebhookFixture(RuntimeObserver observer) {
        runtime = FlowRuntime.builder(store)
                .clock(clock)
                .webhookTransport(this)
                .webhookListener(this)
                .observer(observer)
                .build();
        tenant = runtime.tenants().create("acme", "Acme Inc.").id();
        runtime.flows().publish(tenant, Document.parse("go.yaml", """
                        flow: go
                        name: Go
                        trigger: { type: trigger.chat, intent_name: go }
                        nodes:
                          - { id: hi, type: message, text: Hi }
                        """));
        key = putKey("chat", "https://acme.com/hook");
    }

    WidgetKey putKey(String label, @Nullable String url) {
        return runtime.widgetKeys()
                .put(
                        tenant,
                        new WidgetKeyRequest(
                                label,
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

    /** Opens a conversation, which makes the first webhook. */
    ChatSession open() {
        String token = runtime.chat()
                .open(new OpenSession(key.publicKey(), null, null, null, Map.of()), caller(null))
                .sessionToken();
        return runtime.chat().authorize(caller(token));
    }

    private static Caller caller(@Nullable String bearer) {
        return new Caller("https://acme.com", true, bearer, null, null);
    }

    /** Opens a conversation and runs a flow in it, which makes two webhooks. */
    void converse() {
        open().trigger(TriggerMessage.of("go", "hi"));
    }

    static Exchange status(int status, String... headers) {
        return new Exchange.Answered(
                status, headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]), "", false);
    }

    static Exchange silence() {
        return new Exchange.Failed(Exchange.Reason.TIMED_OUT, "not over in time");
    }

    void answer(Exchange... next) {
        answers.addAll(List.of(next));
    }

    /** Does what is due, after so much time. */
    void after(Duration time) {
        clock.advance(time);
        runtime.runOnce();
    }

    Delivery delivery(int request) {
        OutboxId id = OutboxId.of(sent.get(request).headers().get("webhook-id"));
        return runtime.webhooks().find(tenant, id).orElseThrow();
    }

    @Override
    public Exchange deliver(OutboundRequest request) {
        sent.add(request);
        Exchange next = answers.poll();
        return next == null ? status(200) : next;
    }

    @Override
    public void exhausted(Delivery dead) {
        exhausted.add(dead);
        if (listenerFails) {
            throw new IllegalStateException("the host's own affair");
        }
    }

    @Override
    public void paused(TenantId tenant, WidgetKeyId endpoint) {
        paused.add(endpoint);
    }

    @Override
    public void close() {
        runtime.close();
        store.close();
    }
}
