package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.servlet.Client.Answered;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is held to which limit, and what a caller hears who went beyond it. */
class RateLimitedRequestsTest {
    private static final String SESSIONS = "/api/public/v1/chat/sessions";
    private static final String MESSAGES = "/api/public/v1/chat/messages";
    private static final String EXECUTION = "/api/public/v1/chat/executions/019e2667-0000-7000-8000-00000000dead";
    private static final String EVENTS = "/api/v1/engine/events";
    private static final String OPEN = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}";

    private final Shop shop = new Shop();
    private volatile long nanos = 1;
    private FlowServlet servlet;
    private Container container;
    private Client anybody;
    private Client page;

    @BeforeEach
    void start() throws Exception {
        serve(FlowServlet.builder(shop.runtime));
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    private void serve(FlowServlet.Builder builder) throws Exception {
        if (container != null) {
            container.stop();
        }
        servlet = builder.nanoTime(() -> nanos).build();
        container = Container.jetty(Map.of("/*", servlet));
        anybody = Client.to(container.root());
        page = anybody.with("Origin", Shop.ORIGIN);
    }

    private void elapse(Duration time) {
        nanos += time.toNanos();
    }

    private Client visitor() {
        return page.bearer(page.post(SESSIONS, OPEN).json().get("sessionToken").asText());
    }

    private static void assertTaken(int requests, int status, Supplier<Answered> request) {
        for (int i = 0; i < requests; i++) {
            Answered answered = request.get();
            assertThat(answered.status())
                    .as("request %s: %s", i, answered.text())
                    .isEqualTo(status);
        }
    }

    private static void assertLimited(Answered answered, int seconds) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(429);
        assertThat(answered.text())
                .isEqualTo("{\"error\":\"rate_limited\",\"message\":\"too many requests; try again in " + seconds
                        + " s\",\"details\":{\"retry_after\":" + seconds + "}}");
        assertThat(answered.header("Retry-After")).isEqualTo(String.valueOf(seconds));
        assertThat(answered.header("Content-Type")).isEqualTo("application/json");
        assertThat(answered.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answered.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answered.header("X-Request-Id")).isNotBlank();
    }

    private static void assertLimitedReadably(Answered answered, int seconds) {
        assertLimited(answered, seconds);
        assertThat(answered.header("Vary")).isEqualTo("Origin");
        assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        assertThat(answered.header("Access-Control-Expose-Headers")).contains("Retry-After");
    }

    // each limit

    @Test
    void anAddressOpensThirtySessionsAMinuteWithAKey() {
        assertTaken(30, 200, () -> page.post(SESSIONS, OPEN));
        shop.watched.forget();

        assertLimitedReadably(page.post(SESSIONS, OPEN), 2);

        assertThat(shop.watched.writes()).isEmpty();
        assertTaken(30, 200, () -> page.post(SESSIONS, OPEN.replace(Shop.OPEN_KEY, Shop.NARROW_KEY)));
        elapse(Duration.ofSeconds(2));
        assertTaken(1, 200, () -> page.post(SESSIONS, OPEN));
        assertLimitedReadably(page.post(SESSIONS, OPEN), 2);
    }

    @Test
    void aSessionSendsSixtyMessagesAMinute() {
        Client ada = visitor();
        Client bob = visitor();
        assertTaken(60, 400, () -> ada.post(MESSAGES, "{}"));
        shop.watched.forget();

        assertLimitedReadably(ada.post(MESSAGES, "{\"text\":\"hi\",\"intentName\":\"order_status\"}"), 1);

        assertThat(shop.watched.writes()).isEmpty();
        assertTaken(1, 400, () -> bob.post(MESSAGES, "{}"));
        assertTaken(1, 404, () -> ada.get(EXECUTION));
        elapse(Duration.ofSeconds(1));
        assertTaken(1, 400, () -> ada.post(MESSAGES, "{}"));
        assertLimitedReadably(ada.post(MESSAGES, "{}"), 1);
    }

    @Test
    void aSessionReadsAHundredAndTwentyTimesAMinute() {
        Client ada = visitor();
        Client bob = visitor();
        assertTaken(60, 404, () -> ada.get(EXECUTION));
        assertTaken(60, 404, () -> ada.send("HEAD", EXECUTION, BodyPublishers.noBody()));

        assertLimitedReadably(ada.get(EXECUTION), 1);

        assertTaken(1, 404, () -> bob.get(EXECUTION));
        assertTaken(1, 400, () -> ada.post(MESSAGES, "{}"));
        elapse(Duration.ofMillis(500));
        assertTaken(1, 404, () -> ada.get(EXECUTION));
    }

    @Test
    void anEngineTokenIsHeldToItsOwnLimit() throws Exception {
        serve(FlowServlet.builder(shop.runtime).rateLimit(RateLimit.ENGINE, 3));
        Client backend = anybody.bearer(Shop.ENGINE_TOKEN);
        assertTaken(3, 400, () -> backend.post(EVENTS, "{}"));

        Answered limited = backend.post(EVENTS, "{}");

        assertLimited(limited, 20);
        assertThat(limited.header("Access-Control-Allow-Origin")).isNull();
        assertTaken(3, 400, () -> anybody.bearer(Shop.BOUND_TOKEN).post(EVENTS, "{}"));
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        assertThat(List.of(RateLimit.values()))
                .extracting(limit -> limit + " " + limit.perMinute())
                .containsExactly(
                        "SESSION_REQUESTS 1200",
                        "SESSIONS 30",
                        "MESSAGES 60",
                        "POLLS 120",
                        "PUBLIC_READS 120",
                        "FORM_SUBMISSIONS 20",
                        "UPLOADS 60",
                        "ENGINE 6000");
    }

    // what is judged when

    @Test
    void requestsForSessionsAreHeldToALimitBeforeTheirBodiesAreRead() throws Exception {
        serve(FlowServlet.builder(shop.runtime).rateLimit(RateLimit.SESSION_REQUESTS, 3));
        assertTaken(3, 400, () -> page.post(SESSIONS, "{"));

        assertLimitedReadably(page.post(SESSIONS, OPEN), 20);
        Answered evil = anybody.with("Origin", "https://evil.com").post(SESSIONS, OPEN);
        assertLimited(evil, 20);
        assertThat(evil.header("Access-Control-Allow-Origin")).isNull();

        assertAnsweredUnread("POST " + SESSIONS, "");
    }

    @Test
    void messagesAndEventsAreHeldToTheirLimitsBeforeTheirBodiesAreRead() throws Exception {
        serve(FlowServlet.builder(shop.runtime).rateLimit(RateLimit.MESSAGES, 1).rateLimit(RateLimit.ENGINE, 1));
        String token = page.post(SESSIONS, OPEN).json().get("sessionToken").asText();
        page.bearer(token).post(MESSAGES, "{}");
        anybody.bearer(Shop.ENGINE_TOKEN).post(EVENTS, "{}");

        assertAnsweredUnread("POST " + MESSAGES, token);
        assertAnsweredUnread("POST " + EVENTS, Shop.ENGINE_TOKEN);
    }

    /** The answer comes while the body is still to come. */
    private void assertAnsweredUnread(String line, String token) throws IOException {
        String head = line + " HTTP/1.1\r\nHost: x\r\nOrigin: " + Shop.ORIGIN + "\r\nAuthorization: Bearer " + token
                + "\r\nContent-Length: 60000\r\n\r\n";
        try (RawConnection connection = new RawConnection(container.root())) {
            connection.send(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(connection.skipAnswer()).isEqualTo(429);
            assertThat(connection.head().toLowerCase(Locale.ROOT)).contains("retry-after: ");
        }
    }

    @Test
    void whoIsRefusedForOtherReasonsHasNoBucketAndCostsTheSessionNothing() {
        String token = page.post(SESSIONS, OPEN).json().get("sessionToken").asText();
        Client visitor = page.bearer(token);
        for (int i = 0; i < 100; i++) {
            assertThat(page.bearer(i + token).post(MESSAGES, "{}").status()).isEqualTo(401);
            assertThat(page.bearer("forged" + i).get(EXECUTION).status()).isEqualTo(401);
            assertThat(anybody.bearer("forged" + i).post(EVENTS, "{}").status()).isEqualTo(401);
            assertThat(anybody.with("Origin", "https://evil.com")
                            .bearer(token)
                            .post(MESSAGES, "{}")
                            .status())
                    .isEqualTo(403);
        }

        assertThat(servlet.limits().callers(RateLimit.MESSAGES)).isZero();
        assertThat(servlet.limits().callers(RateLimit.POLLS)).isZero();
        assertThat(servlet.limits().callers(RateLimit.ENGINE)).isZero();
        assertTaken(60, 400, () -> visitor.post(MESSAGES, "{}"));
    }

    @Test
    void onlyAPageThatIsLetInSpendsOfItsKeysSessions() {
        Client evil = anybody.with("Origin", "https://evil.com");
        for (int i = 0; i < 50; i++) {
            String unknown = OPEN.replace(Shop.OPEN_KEY, String.format("pk_live_%032x", 1_000 + i));
            assertThat(page.post(SESSIONS, unknown).status()).isEqualTo(403);
            assertThat(evil.post(SESSIONS, OPEN).status()).isEqualTo(403);
            assertThat(page.post(SESSIONS, OPEN.replace("}", ",\"customerId\":5}"))
                            .status())
                    .isEqualTo(400);
        }

        assertThat(servlet.limits().callers(RateLimit.SESSIONS)).isZero();
        assertThat(servlet.limits().callers(RateLimit.SESSION_REQUESTS)).isEqualTo(1);
        assertTaken(30, 200, () -> page.post(SESSIONS, OPEN));
    }

    @Test
    void twoSessionsOfOneCustomerDoNotUseUpEachOther() {
        String claimed = OPEN.replace("}", ",\"customerId\":\"c1\"}");
        Client ada = page.bearer(
                page.post(SESSIONS, claimed).json().get("sessionToken").asText());
        shop.elapse(Duration.ofSeconds(1));
        Answered second = page.post(SESSIONS, claimed);
        Client stranger = page.bearer(second.json().get("sessionToken").asText());

        assertTaken(60, 400, () -> stranger.post(MESSAGES, "{}"));
        assertTaken(60, 400, () -> ada.post(MESSAGES, "{}"));
    }

    // where requests come from

    @Test
    void aClientBehindATrustedProxyIsCountedByItsOwnAddress() throws Exception {
        serve(FlowServlet.builder(shop.runtime)
                .rateLimit(RateLimit.SESSIONS, 2)
                .trustedProxies(List.of("127.0.0.0/8", "10.0.0.0/8")));
        assertTaken(2, 200, () -> from("192.0.2.1").post(SESSIONS, OPEN));

        assertLimitedReadably(from("192.0.2.1").post(SESSIONS, OPEN), 30);
        assertLimitedReadably(from("::ffff:192.0.2.1").post(SESSIONS, OPEN), 30);
        assertLimitedReadably(from("192.0.2.1:4711").post(SESSIONS, OPEN), 30);
        assertLimitedReadably(from("198.51.100.1, 192.0.2.1").post(SESSIONS, OPEN), 30);
        assertLimitedReadably(from("198.51.100.1, 192.0.2.1, 10.0.0.1").post(SESSIONS, OPEN), 30);
        assertTaken(2, 200, () -> from("192.0.2.2").post(SESSIONS, OPEN));
    }

    @Test
    void anIpv6ClientIsItsNetwork() throws Exception {
        serve(FlowServlet.builder(shop.runtime).rateLimit(RateLimit.SESSIONS, 2).trustedProxies(List.of("127.0.0.1")));
        assertTaken(1, 200, () -> from("2001:db8:0:1::1").post(SESSIONS, OPEN));
        assertTaken(1, 200, () -> from("2001:db8:0:1::2").post(SESSIONS, OPEN));

        assertLimitedReadably(from("2001:db8:0:1:ffff::3").post(SESSIONS, OPEN), 30);
        assertTaken(2, 200, () -> from("2001:db8:0:2::1").post(SESSIONS, OPEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.2", "garbage", "for=192.0.2.1", "192.0.2.1, 127.0.0.1"})
    void withoutATrustedProxyTheHeaderSaysNothing(String forwarded) throws Exception {
        serve(FlowServlet.builder(shop.runtime).rateLimit(RateLimit.SESSIONS, 2).trustedProxies(List.of("10.0.0.0/8")));
        assertTaken(2, 200, () -> page.post(SESSIONS, OPEN));

        assertLimitedReadably(from(forwarded).post(SESSIONS, OPEN), 30);
    }

    private Client from(String forwarded) {
        return page.with("X-Forwarded-For", forwarded);
    }

    // settings

    @Test
    void aMountWithoutLimitsHoldsNobody() throws Exception {
        serve(FlowServlet.builder(shop.runtime).withoutRateLimits());

        assertTaken(100, 200, () -> page.post(SESSIONS, OPEN));
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        FlowServlet.Builder builder = FlowServlet.builder(shop.runtime);

        assertThatThrownBy(() -> builder.rateLimit(RateLimit.POLLS, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.trustedProxies(List.of("proxy.local")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
