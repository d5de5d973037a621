package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.TrafficRange;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages tell of their visitors. */
class TelemetryEndpointsTest {
    private static final String SESSIONS = "/api/public/v1/chat/sessions";
    private static final String EVENTS = "/api/public/v1/chat/events";
    private static final String BATCH = EVENTS + "/batch";
    private static final TrafficRange EVER =
            new TrafficRange(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), false);

    private final Shop shop = new Shop();
    private volatile long nanos = 1;
    private Container container;
    private Client anybody;
    private Client page;
    private Client visitor;

    @BeforeEach
    void start() throws Exception {
        container = Container.jetty(Map.of(
                "/*", FlowServlet.builder(shop.runtime).nanoTime(() -> nanos).build()));
        anybody = Client.to(container.root());
        page = anybody.with("Origin", Shop.ORIGIN);
        visitor = visitor(Shop.OPEN_KEY);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    private Client visitor(String key) {
        return page.bearer(page.post(SESSIONS, "{\"publicKey\":\"" + key + "\"}")
                .json()
                .get("sessionToken")
                .asText());
    }

    private List<TelemetryEvent> events() {
        return shop.store.telemetry().listEvents(Shop.TENANT, EVER, null, 1_000);
    }

    private static void assertRecorded(Answered answered, int recorded, int duplicates) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(202);
        assertThat(answered.text()).isEqualTo("{\"recorded\":" + recorded + ",\"duplicates\":" + duplicates + "}");
    }

    private JsonNode assertRefused(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
        assertThat(events()).isEmpty();
        return answered.json();
    }

    @Test
    void anEventIsRecordedAndItsRepeatIsNot() {
        String event = "{\"name\":\"product_viewed\",\"props\":{\"sku\":\"a\",\"n\":null},\"id\":\"e1\","
                + "\"occurred_at\":\"2026-05-04T11:59:00.5+02:00\",\"more\":1}";
        Answered answered = visitor.post(EVENTS, event);
        assertRecorded(answered, 1, 0);
        assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        assertRecorded(visitor.post(EVENTS, event), 0, 1);
        assertRecorded(visitor.post(EVENTS, "{\"name\":\"product_viewed\"}"), 1, 0);
        TelemetryEvent first = events().get(0);
        assertThat(first.props().text()).isEqualTo("{\"sku\":\"a\",\"n\":null}");
        assertThat(first.occurredAt()).isEqualTo("2026-05-04T09:59:00.500Z");
    }

    @Test
    void aBatchTellsHowManyOfItWereNew() {
        visitor.post(EVENTS, "{\"name\":\"a\",\"id\":\"1\"}");
        assertRecorded(
                visitor.post(
                        BATCH,
                        "{\"events\":[{\"name\":\"a\",\"id\":\"1\"},{\"name\":\"a\",\"id\":\"2\"},"
                                + "{\"name\":\"b\",\"id\":\"2\"},{\"name\":\"c\"}]}"),
                2,
                2);
        assertThat(events()).extracting(TelemetryEvent::name).containsExactly("a", "a", "c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; 400; name",
                "{\"name\":7}; 400; name",
                "{\"name\":\"A\"}; 422; name",
                "{\"name\":\"\"}; 422; name",
                "{\"name\":\"a\",\"props\":[]}; 400; props",
                "{\"name\":\"a\",\"props\":{\"x\":1e100}}; 422; props.x",
                "{\"name\":\"a\",\"occurred_at\":1}; 400; occurred_at",
                "{\"name\":\"a\",\"occurred_at\":\"yesterday\"}; 422; occurred_at",
                "{\"name\":\"a\",\"occurred_at\":\"2026-02-30T00:00:00Z\"}; 422; occurred_at",
                "{\"name\":\"a\",\"occurred_at\":\"2026-05-04T10:00:00\"}; 422; occurred_at",
                "{\"name\":\"a\",\"occurred_at\":\"1969-12-31T23:59:59Z\"}; 422; occurred_at",
                "{\"name\":\"a\",\"id\":5}; 400; id",
                "{\"name\":\"a\",\"id\":\"\"}; 422; id"
            })
    void aBadEventIsRefusedWithItsMember(String event, int status, String member) {
        String error = status == 400 ? "invalid_input" : "validation_failed";
        JsonNode one = assertRefused(visitor.post(EVENTS, event), status, error);
        assertThat(one.at("/details/fields").fieldNames()).toIterable().containsExactly(member);

        String good = "{\"name\":\"a\",\"id\":\"g\"}";
        String batch = "{\"events\":[" + good + "," + good + ",{\"name\":\"b\"}," + event + "]}";
        JsonNode several = assertRefused(visitor.post(BATCH, batch), status, error);
        assertThat(several.at("/details/fields").fieldNames()).toIterable().containsExactly("events[3]." + member);
    }

    @Test
    void propsAndIdsHaveTheirMostAndNoMore() {
        String most = "x".repeat(4096 - "{\"p\":\"\"}".length());
        assertRefused(
                visitor.post(EVENTS, "{\"name\":\"a\",\"props\":{\"p\":\"" + most + "x\"}}"), 422, "validation_failed");
        assertRefused(
                visitor.post(EVENTS, "{\"name\":\"a\",\"id\":\"" + "😀".repeat(129) + "\"}"), 422, "validation_failed");
        assertRecorded(visitor.post(EVENTS, "{\"name\":\"a\",\"props\":{ \"p\" : \"" + most + "\"}}"), 1, 0);
        assertRecorded(visitor.post(EVENTS, "{\"name\":\"a\",\"id\":\"" + "😀".repeat(128) + "\"}"), 1, 0);
    }

    @Test
    void aBatchHasOneToFiftyEvents() {
        assertThat(assertRefused(visitor.post(BATCH, "{}"), 400, "invalid_input")
                        .at("/details/fields/events/0")
                        .asText())
                .isEqualTo("is required");
        assertRefused(visitor.post(BATCH, "{\"events\":{}}"), 400, "invalid_input");
        assertThat(assertRefused(visitor.post(BATCH, "{\"events\":[7]}"), 400, "invalid_input")
                        .at("/details/fields")
                        .has("events[0]"))
                .isTrue();
        assertRefused(visitor.post(BATCH, "{\"events\":[]}"), 422, "validation_failed");
        assertRefused(visitor.post(BATCH, batchOf(51, "")), 422, "validation_failed");
        assertRecorded(visitor.post(BATCH, batchOf(50, "")), 50, 0);
    }

    private static String batchOf(int events, String pad) {
        return "{\"events\":["
                + String.join(",", Collections.nCopies(events, "{\"name\":\"a\",\"props\":{\"p\":\"" + pad + "\"}}"))
                + "]}";
    }

    @Test
    void aBatchMayHave256KibibytesAndOneEvent64() {
        String batch = batchOf(50, "x".repeat(4000));
        assertThat(batch.length()).isBetween(64 * 1024, 256 * 1024);
        assertRefused(visitor.post(EVENTS, batch), 413, "payload_too_large");
        assertRefused(
                visitor.post(BATCH, batch + " ".repeat(256 * 1024 + 1 - batch.length())), 413, "payload_too_large");
        assertRecorded(visitor.post(BATCH, batch + " ".repeat(256 * 1024 - batch.length())), 50, 0);
    }

    @Test
    void onlySessionsOfActiveKeysWithTheirOriginTellEvents() {
        for (String path : List.of(EVENTS, BATCH)) {
            assertRefused(page.post(path, "{"), 401, "invalid_session_token");
            String token = visitor.headers().get(3);
            Client sameToken = anybody.with("Authorization", token);
            assertRefused(sameToken.with("Origin", "https://evil.com").post(path, "{"), 403, "origin_not_allowed");
            assertRefused(sameToken.post(path, "{"), 403, "origin_not_allowed");
            Answered preflight = page.send("OPTIONS", path, BodyPublishers.noBody());
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(visitor.get(path).status()).isEqualTo(405);
        }
    }

    @Test
    void aSessionMakes120RequestsAMinute() {
        for (int i = 0; i < 60; i++) {
            assertRecorded(visitor.post(EVENTS, "{\"name\":\"a\"}"), 1, 0);
            assertRecorded(visitor.post(BATCH, batchOf(2, "")), 2, 0);
        }
        Answered limited = visitor.post(EVENTS, "{");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).isEqualTo("1");
        assertRecorded(visitor(Shop.NARROW_KEY).post(EVENTS, "{\"name\":\"a\"}"), 1, 0);
    }

    @Test
    void eventsOfATestKeyAreAnsweredTheSameAndKeptApart() {
        Client tester = visitor(Shop.SIGNED_KEY);
        assertRecorded(tester.post(EVENTS, "{\"name\":\"a\",\"id\":\"1\"}"), 1, 0);
        assertRecorded(tester.post(EVENTS, "{\"name\":\"a\",\"id\":\"1\"}"), 0, 1);
        assertThat(events()).isEmpty();
    }
}
