package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.Caller;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.DeliveryFilter;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.transport.Exchange;
import dev.flowruntime.transport.WebhookTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads that deliver, by the real clock. */
@Timeout(60)
class WebhookThreadsTest {
    private static final Exchange OK = new Exchange.Answered(200, Map.of(), "", false);
    private static final Exchange SILENCE = new Exchange.Failed(Exchange.Reason.TIMED_OUT, "not over in time");

    private final InMemoryFlowStore store = new InMemoryFlowStore();
    private FlowRuntime runtime;
    private TenantId tenant;

    private void start(WebhookTransport transport) {
        runtime = FlowRuntime.builder(store).webhookTransport(transport).build();
        tenant = runtime.tenants().create("acme", "Acme Inc.").id();
        runtime.start();
    }

    @AfterEach
    void tearDown() {
        runtime.close();
        store.close();
    }

    private WidgetKey putKey(String host) {
        return runtime.widgetKeys()
                .put(
                        tenant,
                        new WidgetKeyRequest(
                                host,
                                null,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of("https://acme.com"),
                                Grant.ofEverything(),
                                Grant.ofNothing(),
                                "https://" + host + "/",
                                null,
                                null));
    }

    /** Opens a conversation, whose id is the webhook's. */
    private String open(WidgetKey key) {
        return runtime.chat()
                .open(
                        new OpenSession(key.publicKey(), null, null, null, Map.of()),
                        new Caller("https://acme.com", true, null, null, null))
                .conversationId()
                .toString();
    }

    @Test
    void endpointsThatHangDoNotMakeTheOthersLate() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        Map<String, Long> arrivals = new ConcurrentHashMap<>();
        Semaphore arrived = new Semaphore(0);
        AtomicInteger hanging = new AtomicInteger();
        AtomicInteger mostHanging = new AtomicInteger();
        start(request -> {
            if (request.url().contains("silent")) {
                mostHanging.accumulateAndGet(hanging.incrementAndGet(), Math::max);
                awaitQuietly(released);
                hanging.decrementAndGet();
                return SILENCE;
            }
            arrivals.put(conversation(request.body()), System.nanoTime());
            arrived.release();
            return OK;
        });
        List<WidgetKey> silent = new ArrayList<>();
        List<WidgetKey> well = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            silent.add(putKey("silent-" + i + ".example"));
            well.add(putKey("well-" + i + ".example"));
        }
        Map<String, Long> committed = new ConcurrentHashMap<>();
        int rounds = 20;
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < 50; i++) {
                open(silent.get(i));
                committed.put(open(well.get(i)), System.nanoTime());
            }
        }
        assertThat(arrived.tryAcquire(rounds * 50, 20, TimeUnit.SECONDS)).isTrue();
        List<Long> lateness = committed.entrySet().stream()
                .map(entry -> arrivals.get(entry.getKey()) - entry.getValue())
                .sorted()
                .toList();
        assertThat(lateness.get(lateness.size() * 99 / 100))
                .isLessThan(Duration.ofSeconds(2).toNanos());
        assertThat(mostHanging.get()).isLessThanOrEqualTo(50);
        released.countDown();
    }

    @Test
    void oneEndpointGetsNoMoreThanItsBoundAtATime() throws InterruptedException {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore arrived = new Semaphore(0);
        start(request -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            Thread.yield();
            underWay.decrementAndGet();
            arrived.release();
            return OK;
        });
        WidgetKey key = putKey("acme.example");
        for (int i = 0; i < 500; i++) {
            open(key);
        }
        assertThat(arrived.tryAcquire(500, 20, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(8);
    }

    @Test
    void closingWaitsForWhatIsUnderWayAndBeginsNothing() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Queue<String> sent = new ConcurrentLinkedQueue<>();
        start(request -> {
            sent.add(request.url());
            begun.countDown();
            awaitQuietly(released);
            return OK;
        });
        WidgetKey key = putKey("acme.example");
        open(key);
        begun.await();
        open(key);
        Thread closing = new Thread(runtime::close);
        closing.start();
        while (closing.getState() == Thread.State.RUNNABLE || closing.getState() == Thread.State.NEW) {
            Thread.onSpinWait(); // until it waits
        }
        released.countDown();
        closing.join();
        assertThat(sent).hasSize(1);
        assertThat(store.outbox().list(tenant, DeliveryFilter.ALL, null, 10))
                .extracting(Delivery::state)
                .containsExactly(Delivery.State.DELIVERED, Delivery.State.PENDING);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String conversation(String body) {
        int start = body.indexOf("\"conversation_id\":\"") + 19;
        return body.substring(start, start + 36);
    }
}
