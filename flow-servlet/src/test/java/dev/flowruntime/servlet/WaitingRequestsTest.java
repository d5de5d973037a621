package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.servlet.Client.Answered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of requests that come while as many as may be are served. */
@Timeout(60)
class WaitingRequestsTest {
    private static final String SESSIONS = "/api/public/v1/chat/sessions";
    private static final String OPEN = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}";
    private static final Duration LONG = Duration.ofMinutes(1);

    private enum Kind {
        JETTY,
        TOMCAT,
        UNDERTOW;

        private Container start(FlowServlet servlet) throws Exception {
            return switch (this) {
                case JETTY -> Container.jetty(Map.of("/*", servlet));
                case TOMCAT -> Container.tomcat(Map.of("/*", servlet));
                case UNDERTOW -> Container.undertow(Map.of("/*", servlet));
            };
        }
    }

    private final Shop shop = new Shop();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService visitors = Executors.newCachedThreadPool();
    private FlowServlet servlet;
    private Container container;
    private Client page;

    private void start(Kind kind, Duration maxWait) throws Exception {
        servlet = FlowServlet.builder(shop.runtime)
                .maxConcurrentRequests(1)
                .maxWait(maxWait)
                .withoutRateLimits()
                .build();
        container = kind.start(servlet);
        page = Client.to(container.root()).with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        visitors.shutdown();
        container.stop();
        shop.runtime.close();
    }

    private CompletableFuture<Answered> open() {
        return CompletableFuture.supplyAsync(() -> page.post(SESSIONS, OPEN), visitors);
    }

    /** Returns when the only place is taken, by a request that stays until the others are released. */
    private CompletableFuture<Answered> takePlace() throws InterruptedException {
        CountDownLatch inside = shop.watched.holdWrites(1, released);
        CompletableFuture<Answered> first = open();
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        return first;
    }

    private void awaitWaiting(int requests) {
        while (servlet.admission().waiting() != requests) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theyAreServedWhenThereIsAPlaceForThem(Kind kind) throws Exception {
        start(kind, LONG);
        List<CompletableFuture<Answered>> all = new ArrayList<>(List.of(takePlace()));
        for (int i = 0; i < 5; i++) {
            all.add(open());
        }
        awaitWaiting(5);
        released.countDown();
        for (CompletableFuture<Answered> one : all) {
            assertThat(one.get().status()).isEqualTo(200);
        }
        assertThat(page.post(SESSIONS, OPEN).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoWaitedInVainIsToldToComeBack(Kind kind) throws Exception {
        start(kind, Duration.ofMillis(20));
        takePlace();
        Answered shed = page.post(SESSIONS, OPEN);
        assertThat(shed.status()).isEqualTo(503);
        assertThat(shed.text())
                .isEqualTo("{\"error\":\"unavailable\",\"message\":"
                        + "\"the service has more to do than it can; try again later\"}");
        assertThat(shed.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(shed.header("Cache-Control")).isEqualTo("no-store");
        assertThat(shed.header("X-Request-Id")).isNotBlank();
        assertThat(servlet.admission().waiting()).isZero();
    }

    @Test
    void whoCameFirstIsServedFirst() throws Exception {
        start(Kind.JETTY, LONG);
        takePlace();
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            all.add(open().thenAccept(answered -> served.add(number)));
            awaitWaiting(i + 1);
        }
        shop.watched.beforeWrites(() -> {
            while (served.size() + servlet.admission().waiting() < 5) {
                Thread.onSpinWait(); // until the one before has its answer
            }
        });
        released.countDown();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
        assertThat(served).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void noMoreWaitThanSoManyForEachPlace() throws Exception {
        start(Kind.JETTY, LONG);
        takePlace();
        List<CompletableFuture<Answered>> waiting = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            waiting.add(open());
        }
        awaitWaiting(32);
        assertThat(page.post(SESSIONS, OPEN).status()).isEqualTo(503);
        released.countDown();
        for (CompletableFuture<Answered> one : waiting) {
            assertThat(one.get().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void thePlaceOfAClientThatHasGoneIsNotLost(Kind kind) throws Exception {
        start(kind, LONG);
        CompletableFuture<Answered> first = takePlace();
        byte[] request = ("POST " + SESSIONS
                        + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + OPEN.length()
                        + "\r\n\r\n" + OPEN)
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 3; i++) {
            try (RawConnection connection = new RawConnection(container.root())) {
                connection.send(request);
                awaitWaiting(i + 1);
            }
        }
        CompletableFuture<Answered> last = open();
        released.countDown();
        assertThat(first.get().status()).isEqualTo(200);
        assertThat(last.get().status()).isEqualTo(200);
        assertThat(page.post(SESSIONS, OPEN).status()).isEqualTo(200);
    }

    @Test
    void healthDoesNotWait() throws Exception {
        start(Kind.JETTY, LONG);
        takePlace();
        open();
        awaitWaiting(1);
        assertThat(page.get("/healthz").text()).isEqualTo("{\"status\":\"live\"}");
    }
}
