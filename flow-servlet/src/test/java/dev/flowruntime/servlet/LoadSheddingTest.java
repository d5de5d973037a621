package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.servlet.Client.Answered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered while as many requests as may be wait for the store. */
class LoadSheddingTest {
    private static final String SESSIONS = "/api/public/v1/chat/sessions";
    private static final String OPEN = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}";
    private static final int MOST = 2;

    private final Shop shop = new Shop();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService visitors = Executors.newFixedThreadPool(MOST);
    private volatile long nanos = 1;
    private Container container;
    private Client page;

    @BeforeEach
    void start() throws Exception {
        FlowServlet servlet = FlowServlet.builder(shop.runtime)
                .maxConcurrentRequests(MOST)
                .maxWait(Duration.ZERO)
                .nanoTime(() -> nanos)
                .build();
        container = Container.jetty(Map.of("/*", servlet));
        page = Client.to(container.root()).with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        visitors.shutdown();
        container.stop();
        shop.runtime.close();
    }

    /** Returns when as many requests as may be are inside the store. */
    private List<Future<Answered>> crowd() throws InterruptedException {
        CountDownLatch inside = shop.watched.holdWrites(MOST, released);
        List<Future<Answered>> crowd = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            crowd.add(visitors.submit(() -> page.post(SESSIONS, OPEN)));
        }
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        shop.watched.forget();
        return crowd;
    }

    @Test
    void oneMoreIsToldToComeBackAndTheOthersAreServed() throws Exception {
        List<Future<Answered>> crowd = crowd();

        Answered shed = page.post(SESSIONS, OPEN);

        assertThat(shed.status()).isEqualTo(503);
        assertThat(shed.text())
                .isEqualTo("{\"error\":\"unavailable\",\"message\":"
                        + "\"the service has more to do than it can; try again later\"}");
        assertThat(shed.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(shed.header("Cache-Control")).isEqualTo("no-store");
        assertThat(shed.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(shed.header("X-Request-Id")).isNotBlank();
        assertThat(shed.header("Vary")).isEqualTo("Origin");
        assertThat(page.get("/nothing").status()).isEqualTo(503);
        assertThat(shop.watched.writes()).isEmpty();

        released.countDown();
        for (Future<Answered> served : crowd) {
            assertThat(served.get().status()).isEqualTo(200);
        }
        assertThat(page.post(SESSIONS, OPEN).status()).isEqualTo(200);
    }

    @Test
    void aRefusedRequestGivesItsPlaceBack() {
        for (int i = 0; i < 3 * MOST; i++) {
            assertThat(page.get("/nothing").status()).isEqualTo(404);
            assertThat(page.post(SESSIONS, "{").status()).isEqualTo(400);
        }
        shop.watched.fail(new OutOfMemoryError("not really"));
        for (int i = 0; i < 3 * MOST; i++) {
            assertThat(page.post(SESSIONS, OPEN).status()).isEqualTo(500);
        }
    }

    @Test
    void healthIsToldHoweverMuchThereIsToDo() throws Exception {
        crowd();

        assertThat(page.get("/healthz").text()).isEqualTo("{\"status\":\"live\"}");
        assertThat(page.get("/readyz").text()).isEqualTo("{\"status\":\"ready\"}");
    }

    @Test
    void aPageWhoseOriginWasLetInLatelyReadsTheRefusal() throws Exception {
        page.post(SESSIONS, OPEN);
        crowd();

        assertThat(shed(Shop.ORIGIN).header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        assertThat(shed("https://evil.com").header("Access-Control-Allow-Origin"))
                .isNull();
        nanos += Duration.ofMinutes(1).toNanos();
        assertThat(shed(Shop.ORIGIN).header("Access-Control-Allow-Origin")).isNull();
    }

    private Answered shed(String origin) {
        Answered answered = Client.to(container.root()).with("Origin", origin).post(SESSIONS, OPEN);
        assertThat(answered.status()).isEqualTo(503);
        return answered;
    }

    @Test
    void theRefusalComesBeforeTheBody() throws Exception {
        crowd();
        String head = "POST " + SESSIONS + " HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n";

        for (int i = 0; i < 40; i++) { // more than there are places for those whose bodies are awaited
            assertShed(head);
        }
    }

    private final List<RawConnection> connections = new ArrayList<>();

    private void assertShed(String head) throws IOException {
        RawConnection connection = new RawConnection(container.root());
        connections.add(connection);
        connection.send(head.getBytes(StandardCharsets.US_ASCII));
        assertThat(connection.skipAnswer()).isEqualTo(503);
    }

    @AfterEach
    void disconnect() throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
    }

    @Test
    void refusalsAreLoggedNowAndThen() throws Exception {
        crowd();
        try (Logged logged = Logged.by(FlowServlet.class)) {
            shed(Shop.ORIGIN);
            shed(Shop.ORIGIN);
            assertThat(logged.lines()).containsExactly("WARN 2 requests are being served; more are refused");
            nanos += Duration.ofSeconds(10).toNanos();
            shed(Shop.ORIGIN);
            assertThat(logged.lines()).hasSize(2);
        }
    }
}
