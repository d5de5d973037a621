package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.metrics.MicrometerObserver;
import dev.flowruntime.model.Secret;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.StoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code /metrics}: who may read it, and that it is answered when nothing else is. */
@Timeout(60)
class MetricsEndpointTest {
    private static final String SESSIONS = "/api/public/v1/chat/sessions";
    private static final String OPEN = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}";
    private static final StoreException OUT_OF_REACH =
            new StoreException(StoreException.Retry.LATER, "the database is away");

    private final Shop shop = new Shop();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FlowRuntime runtime = FlowRuntime.builder(shop.store)
            .clock(() -> shop.now)
            .nanoTime(this::nanos)
            .signingKeys(shop.keys)
            .observer(new MicrometerObserver(registry))
            .build();
    private final ExecutorService visitors = Executors.newCachedThreadPool();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile long nanos;
    private Container container;
    private Client anybody;
    private Client monitoring;

    private long nanos() {
        return nanos;
    }

    @BeforeEach
    void start() throws Exception {
        FlowServlet servlet = FlowServlet.builder(runtime)
                .metrics(() -> "flow_up 1\n")
                .rateLimit(RateLimit.SESSIONS, 2)
                .maxConcurrentRequests(1)
                .maxWait(Duration.ZERO)
                .nanoTime(this::nanos)
                .build();
        FlowServlet without = FlowServlet.builder(runtime).build();
        container = Container.jetty(Map.of("/*", servlet, "/plain/*", without));
        anybody = Client.to(container.root());
        monitoring = anybody.bearer(Shop.ENGINE_TOKEN);
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        visitors.shutdownNow();
        container.stop();
        runtime.close();
        shop.runtime.close();
    }

    @Test
    void aDeployWideTokenReadsThePageOfTheHost() {
        Answered read = monitoring.get("/metrics");
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.text()).isEqualTo("flow_up 1\n");
        assertThat(read.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(read.header("Cache-Control")).isEqualTo("no-store");
        assertThat(read.header("X-Content-Type-Options")).isEqualTo("nosniff");
        Answered head = monitoring.send("HEAD", "/metrics", BodyPublishers.noBody());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
    }

    @Test
    void othersDoNot() {
        assertError(anybody.get("/metrics"), 401, "invalid_api_token");
        assertError(anybody.bearer("guessed").get("/metrics"), 401, "invalid_api_token");
        assertError(anybody.bearer(Shop.BOUND_TOKEN).get("/metrics"), 403, "tenant_not_allowed");
        assertError(monitoring.post("/metrics", "{}"), 405, "method_not_allowed");
    }

    @Test
    void aMountWithoutMetricsSaysSoToThoseWhoMayKnow() {
        assertError(monitoring.get("/plain/metrics"), 404, "not_found");
        assertError(anybody.get("/plain/metrics"), 401, "invalid_api_token");
    }

    @Test
    void aScrapeIsNotInTheAudit() {
        shop.watched.forget();
        monitoring.get("/metrics");
        assertThat(shop.watched.writes()).isEmpty();
    }

    @Test
    void whoReadItLatelyReadsItWhileTheStoreIsAway() {
        monitoring.get("/metrics");
        anybody.bearer(Shop.BOUND_TOKEN).get("/metrics");
        shop.watched.fail(OUT_OF_REACH);
        nanos += Duration.ofMinutes(59).toNanos(); // longer than tokens are remembered otherwise
        assertThat(monitoring.get("/metrics").text()).isEqualTo("flow_up 1\n");
        assertError(anybody.bearer("guessed").get("/metrics"), 503, "unavailable");
        assertError(anybody.bearer(Shop.BOUND_TOKEN).get("/metrics"), 503, "unavailable");
        nanos += Duration.ofMinutes(2).toNanos();
        assertError(monitoring.get("/metrics"), 503, "unavailable");
    }

    @Test
    void aTokenThatMayNoLongerReadItIsForgotten() {
        monitoring.get("/metrics");
        runtime.engineTokens().put(Shop.TENANT, "ops", new Secret(Shop.ENGINE_TOKEN));
        assertError(monitoring.get("/metrics"), 403, "tenant_not_allowed");
        shop.watched.fail(OUT_OF_REACH);
        nanos += Duration.ofSeconds(6).toNanos();
        assertError(monitoring.get("/metrics"), 503, "unavailable");
    }

    @Test
    void aScrapeTakesNoPlaceOfOthersAndFindsOneWhenTheyFindNone() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        monitoring.get("/metrics");
        shop.watched.beforeWrites(() -> {
            inside.countDown();
            await(released);
        });
        Client page = anybody.with("Origin", Shop.ORIGIN);
        Future<Answered> served = visitors.submit(() -> page.post(SESSIONS, OPEN));
        inside.await();
        assertThat(page.post(SESSIONS, OPEN).status()).isEqualTo(503);
        assertThat(monitoring.get("/metrics").status()).isEqualTo(200);
        assertThat(registry.get("flow.requests.shed").counter().count()).isEqualTo(1);
        released.countDown();
        assertThat(served.get().status()).isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoIsHeldToALimitIsCounted() {
        Client page = anybody.with("Origin", Shop.ORIGIN);
        List<Integer> statuses = List.of(
                page.post(SESSIONS, OPEN).status(),
                page.post(SESSIONS, OPEN).status(),
                page.post(SESSIONS, OPEN).status());
        assertThat(statuses).containsExactly(200, 200, 429);
        assertThat(registry.get("flow.rate.limited")
                        .tag("bucket", "sessions")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private static void assertError(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
    }
}
