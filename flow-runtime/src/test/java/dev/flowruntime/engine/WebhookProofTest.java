package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatSession;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.DeliveryFilter;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.transport.Exchange;
import dev.flowruntime.transport.OutboundRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three nodes on one store, receivers of which three in ten attempts fail, and nodes that die between sending and settling: none
 * is lost, each conversation's arrive first in their order, and only what a dying node had sent arrives twice.
 */
class WebhookProofTest {
    private static final long SEED = 20261121;
    private static final int CONVERSATIONS = 60;
    private static final int TURNS = 10;
    private static final int DEATHS = 20;

    private final TestClock clock = new TestClock();
    private final FlowStore store = new InMemoryFlowStore();
    private final Random random = new Random(SEED);
    private final List<OutboundRequest> taken = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final AtomicInteger deaths = new AtomicInteger();
    private TenantId tenant;

    /** A node of its own, as it would be in a process of its own. */
    private final class Node {
        private final AtomicBoolean dead = new AtomicBoolean();
        private final FlowRuntime runtime;

        Node() {
            runtime = FlowRuntime.builder(mortal(FlowStore.class, store))
                    .clock(clock)
                    .webhookTransport(this::receive)
                    .build();
        }

        private Exchange receive(OutboundRequest request) {
            int attempt = attempts.computeIfAbsent(request.headers().get("webhook-id"), id -> new AtomicInteger())
                    .incrementAndGet();
            int chance = Math.floorMod((request.headers().get("webhook-id") + attempt).hashCode(), 100);
            if (chance < 30 && attempt < 5) {
                return chance < 15
                        ? new Exchange.Answered(503, Map.of(), "", false)
                        : new Exchange.Failed(Exchange.Reason.TIMED_OUT, "not over in time");
            }
            taken.add(request);
            if (chance > 90 && deaths.incrementAndGet() <= DEATHS) {
                dead.set(true); // it was sent, and nobody will ever settle it
            }
            return new Exchange.Answered(200, Map.of(), "", false);
        }

        /** The same thing, gone for a node that is dead. */
        private <T> T mortal(Class<T> type, Object living) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                        if (dead.get()) {
                            throw new StoreException(StoreException.Retry.NEVER, "the node is dead");
                        }
                        try {
                            Object result = method.invoke(living, args);
                            return type == FlowStore.class
                                            && method.getReturnType().isInterface()
                                    ? mortal(method.getReturnType(), result)
                                    : result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }

    @Test
    @Timeout(120)
    void noneIsLostNoneOvertakesAndOnlyWhatTheDyingSentComesTwice() throws InterruptedException {
        int events = converse();
        List<Node> nodes = new ArrayList<>(List.of(new Node(), new Node(), new Node()));
        while (pending() > 0) {
            List<Thread> running = nodes.stream()
                    .map(node -> new Thread(() -> runUntilDead(node)))
                    .toList();
            running.forEach(Thread::start);
            for (Thread thread : running) {
                thread.join();
            }
            nodes.replaceAll(node -> node.dead.get() ? new Node() : node);
            clock.advance(Duration.ofMinutes(1 + random.nextInt(10)));
        }
        verify(events);
    }

    private static void runUntilDead(Node node) {
        try {
            node.runtime.runOnce();
        } catch (StoreException e) {
            assertThat(node.dead).isTrue();
        }
    }

    private int converse() {
        try (FlowRuntime runtime = FlowRuntime.builder(store).clock(clock).build()) {
            tenant = runtime.tenants().create("acme", "Acme Inc.").id();
            runtime.flows().publish(tenant, Document.parse("go.yaml", """
                            flow: go
                            name: Go
                            trigger: { type: trigger.chat, intent_name: go }
                            nodes:
                              - { id: hi, type: message, text: Hi }
                            """));
            for (int i = 0; i < CONVERSATIONS; i++) {
                ChatSession session = open(runtime, putKey(runtime, i % 7));
                for (int turn = 1; turn < TURNS; turn++) {
                    session.trigger(TriggerMessage.of("go", "turn " + turn));
                }
            }
        }
        return CONVERSATIONS * TURNS;
    }

    private WidgetKey putKey(FlowRuntime runtime, int number) {
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
                                "https://acme.com/" + number,
                                null,
                                null));
    }

    private static ChatSession open(FlowRuntime runtime, WidgetKey key) {
        Caller stranger = new Caller("https://acme.com", true, null, null, null);
        String token = runtime.chat()
                .open(new OpenSession(key.publicKey(), null, null, null, Map.of()), stranger)
                .sessionToken();
        return runtime.chat().authorize(new Caller("https://acme.com", true, token, null, null));
    }

    private long pending() {
        return store.outbox().list(tenant, DeliveryFilter.ALL, null, 10_000).stream()
                .filter(delivery -> delivery.state() == Delivery.State.PENDING)
                .count();
    }

    private void verify(int events) {
        List<Delivery> deliveries = store.outbox().list(tenant, DeliveryFilter.ALL, null, 10_000);
        assertThat(deliveries).hasSize(events).allMatch(delivery -> delivery.state() == Delivery.State.DELIVERED);
        Map<String, List<String>> wanted = new LinkedHashMap<>(); // ids are made in the order of the events
        deliveries.forEach(delivery -> wanted.computeIfAbsent(
                        String.valueOf(delivery.entry().conversation()), id -> new ArrayList<>())
                .add(delivery.entry().id().toString()));
        Map<String, List<String>> first = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (OutboundRequest request : taken) {
            if (seen.add(request.headers().get("webhook-id"))) {
                int at = request.body().indexOf("\"conversation_id\":\"") + 19;
                first.computeIfAbsent(request.body().substring(at, at + 36), id -> new ArrayList<>())
                        .add(request.headers().get("webhook-id"));
            }
        }
        assertThat(first).as("seed %d", SEED).containsExactlyInAnyOrderEntriesOf(wanted);
        assertThat(taken.size() - seen.size()).isBetween(1, DEATHS);
        assertThat(deaths.get()).isGreaterThanOrEqualTo(DEATHS);
    }
}
