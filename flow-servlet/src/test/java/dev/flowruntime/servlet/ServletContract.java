package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.servlet.Client.Answered;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The order-status journey, and the edges of HTTP where containers differ, over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServletContract {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private static final String SESSIONS = "api/public/v1/chat/sessions";
    private static final String MESSAGES = "api/public/v1/chat/messages";
    private static final String OPEN = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}";

    private final Container.Kind kind;
    private final Shop shop = new Shop();
    private Container container;
    private Client page;

    ServletContract(Container.Kind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start() throws Exception {
        FlowServlet servlet = FlowServlet.builder(shop.runtime).build();
        FlowServlet fallback = FlowServlet.builder(shop.runtime).build();
        FlowServlet limited = FlowServlet.builder(shop.runtime)
                .rateLimit(RateLimit.SESSION_REQUESTS, 1)
                .trustedProxies(List.of("127.0.0.1"))
                .nanoTime(() -> 0)
                .build();
        container = kind.start(Map.of("/flow/*", servlet, "/", fallback, "/limited/*", limited));
        page = Client.to(container.root().resolve("/flow/")).with("Origin", Shop.ORIGIN);
    }

    @BeforeEach
    void calm() {
        shop.watched.fail(null);
        shop.watched.forget();
    }

    @AfterAll
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    @Test
    void aCustomerAsksForAnOrderAndReadsTheAnswer() {
        JsonNode session = ok(page.post(SESSIONS, OPEN));
        assertSession(session);
        Client visitor = page.bearer(session.get("sessionToken").asText());

        JsonNode asked = ok(visitor.post(MESSAGES, "{\"text\":\"Where is my order?\",\"intentName\":\"order_status\"}"))
                .get("reply");
        assertAsked(asked, session.get("conversationId").asText());
        String execution = asked.get("executionId").asText();
        String poll = "api/public/v1/chat/executions/" + execution;
        assertThat(ok(visitor.get(poll)).get("reply")).isEqualTo(asked);

        String answer = "{\"executionId\":\"" + execution + "\",\"waitToken\":\""
                + asked.get("waitToken").asText() + "\",\"values\":{\"order_number\":\"A1001\"}}";
        JsonNode waiting = ok(visitor.post(MESSAGES, answer)).get("reply");
        assertWaits(waiting, asked);
        assertThat(ok(visitor.get(poll)).get("reply")).isEqualTo(waiting);
        assertThat(visitor.post(MESSAGES, answer).status()).isEqualTo(409);
        assertThat(ok(visitor.get(MESSAGES)).get("messages")).hasSize(3);

        assertThatTheOutsideWorkerIsHeard(execution);

        JsonNode done = ok(visitor.get(poll)).get("reply");
        assertDone(done, asked);
    }

    @Test
    void whatHasNotChangedIsNotSentAndHasNoLength() {
        String questions = "api/public/v1/chat/quick-questions?publicKey=" + Shop.OPEN_KEY;
        String tag = page.get(questions).header("ETag");
        for (String method : List.of("GET", "HEAD", "GET")) {
            Answered known = page.with("If-None-Match", tag).send(method, questions, BodyPublishers.noBody());
            assertThat(known.status()).isEqualTo(304);
            assertThat(known.header("ETag")).isEqualTo(tag);
            assertThat(known.header("Content-Length")).isNull();
        }
    }

    @Test
    void aMessageWithAKeyIsServedOnce() {
        Client visitor =
                page.bearer(ok(page.post(SESSIONS, OPEN)).get("sessionToken").asText());
        String trigger = "{\"text\":\"é\",\"intentName\":\"order_status\"}";
        Answered first = visitor.with("Idempotency-Key", "k!~").post(MESSAGES, trigger);
        Answered again = visitor.with("Idempotency-Key", "k!~").postChunked(MESSAGES, trigger);
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertOurs(visitor.with("Idempotency-Key", "a b").post(MESSAGES, trigger), 400, "invalid_input");
        assertOurs(
                visitor.with("Idempotency-Key", "a")
                        .with("Idempotency-Key", "b")
                        .post(MESSAGES, trigger),
                400,
                "invalid_input");
    }

    @Test
    void aRefusedBodyIsTakenInSoThatItsClientReadsTheAnswer() {
        for (int i = 0; i < 10; i++) {
            assertThat(page.post(SESSIONS, " ".repeat(300_000)).status()).isEqualTo(413);
            assertThat(page.postChunked(SESSIONS, " ".repeat(300_000)).status()).isEqualTo(413);
            assertThat(page.bearer("forged").post(MESSAGES, " ".repeat(60_000)).status())
                    .isEqualTo(401);
            assertThat(page.post("nothing/here", " ".repeat(60_000)).status()).isEqualTo(404);
        }
    }

    @Test
    void everyAnswerIsOurs() {
        assertOurs(page.get("nothing/here"), 404, "not_found");
        assertOurs(page.get(""), 404, "not_found");
        assertOurs(page.get(SESSIONS), 405, "method_not_allowed");
        assertOurs(page.send("PATCH", SESSIONS, BodyPublishers.ofString("{}")), 405, "method_not_allowed");
        assertOurs(page.send("BREW", SESSIONS, BodyPublishers.noBody()), 405, "method_not_allowed");
        assertOurs(page.post(SESSIONS, ""), 400, "invalid_input");
        assertOurs(page.send("POST", SESSIONS, BodyPublishers.noBody()), 400, "invalid_input");
        assertOurs(page.with("Content-Type", "text/xml").post(SESSIONS, "<a/>"), 415, "unsupported_media_type");
        shop.watched.fail(new OutOfMemoryError("at dev.flowruntime"));
        assertOurs(page.post(SESSIONS, OPEN), 500, "internal_error");
        assertOurs(page.get("readyz"), 500, "internal_error");
    }

    private static void assertOurs(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
        assertThat(answered.header("Content-Type")).isEqualTo("application/json");
        assertThat(answered.header("X-Request-Id")).isNotBlank();
        assertThat(answered.text()).doesNotContain("dev.flowruntime");
    }

    @Test
    void theDefaultServletOfAContextIsAMountToo() {
        Client root = Client.to(container.root().resolve("/")).with("Origin", Shop.ORIGIN);

        assertThat(ok(root.post(SESSIONS, OPEN)).has("sessionToken")).isTrue();
        assertOurs(root.get("flowers"), 404, "not_found");
    }

    @Test
    void headHasTheHeadersOfGetAndNothingElse() {
        Answered got = page.get("healthz");
        Answered head = page.send("HEAD", "healthz", BodyPublishers.noBody());

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo(got.header("Content-Length"));
        assertThat(head.header("Content-Type")).isEqualTo(got.header("Content-Type"));
    }

    @Test
    void whoHasAPublicReadIsNotSentItAgain() {
        String path = "api/public/v1/chat/quick-questions?publicKey=" + Shop.OPEN_KEY;
        Answered got = page.get(path);
        Answered known =
                page.with("If-None-Match", "\"x\", W/" + got.header("ETag")).get(path);
        Answered head = page.send("HEAD", path, BodyPublishers.noBody());

        assertThat(got.status()).isEqualTo(200);
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.text()).isEmpty();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo(got.header("Content-Length"));
        for (String name : new String[] {"ETag", "Cache-Control", "Vary", "X-Edge-Source"}) {
            assertThat(known.header(name)).isEqualTo(got.header(name));
            assertThat(head.header(name)).isEqualTo(got.header(name));
        }
    }

    @Test
    void aPreflightIsAnswered() {
        Answered answered =
                page.with("Access-Control-Request-Method", "POST").send("OPTIONS", MESSAGES, BodyPublishers.noBody());

        assertThat(answered.status()).isEqualTo(204);
        assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        assertThat(answered.header("Access-Control-Max-Age")).isEqualTo("600");
        assertThat(answered.text()).isEmpty();
    }

    @Test
    void aBodyThatBreaksOffWritesNothing() throws IOException {
        String head = "POST /flow/" + SESSIONS + " HTTP/1.1\r\nHost: x\r\nOrigin: " + Shop.ORIGIN + "\r\n";
        for (String broken : new String[] {
            "Content-Length: 500\r\n\r\n" + OPEN,
            "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"pub",
            "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + OPEN,
        }) {
            try (RawConnection connection = new RawConnection(container.root())) {
                connection.send((head + broken).getBytes(StandardCharsets.UTF_8));
                connection.endOfRequests();
                assertThat(connection.statusOrClosed()).as(broken).isIn(0, 400);
            }
        }
        assertThat(shop.watched.writes()).isEmpty();
    }

    @Test
    void requestsFollowEachOtherOnOneConnection() throws IOException {
        String refused = "POST /flow/" + MESSAGES + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{\"a\":1}  ";
        try (RawConnection connection = new RawConnection(container.root())) {
            for (int i = 0; i < 3; i++) {
                connection.send(refused.getBytes(StandardCharsets.UTF_8));
                assertThat(connection.skipAnswer()).isEqualTo(401);
            }
        }
    }

    @Test
    void theClientIsTheOneThatTheLastLineOfTheProxiesNames() {
        Client limited = Client.to(container.root().resolve("/limited/")).with("Origin", Shop.ORIGIN);
        Client made = limited.with("X-Forwarded-For", "203.0.113.1").with("X-Forwarded-For", "192.0.2.1");
        Client other = limited.with("X-Forwarded-For", "203.0.113.2").with("X-Forwarded-For", "192.0.2.1, 127.0.0.1");

        assertThat(made.post(SESSIONS, OPEN).status()).isEqualTo(200);
        assertOurs(other.post(SESSIONS, OPEN), 429, "rate_limited");
        assertThat(limited.with("X-Forwarded-For", "203.0.113.1")
                        .post(SESSIONS, OPEN)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoIsBeyondALimitHasTheAnswerBeforeTheBodyAndMayGoOn() throws IOException {
        String head = "POST /limited/" + SESSIONS + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + OPEN.length()
                + "\r\nX-Forwarded-For: 198.51.100.1\r\n\r\n";
        try (RawConnection connection = new RawConnection(container.root())) {
            connection.send((head + OPEN).getBytes(StandardCharsets.UTF_8));
            assertThat(connection.skipAnswer()).isEqualTo(403);
            for (int i = 0; i < 3; i++) {
                connection.send(head.getBytes(StandardCharsets.UTF_8));
                assertThat(connection.skipAnswer()).isEqualTo(429);
                assertThat(connection.head().toLowerCase(Locale.ROOT)).contains("retry-after: 60");
                connection.send(OPEN.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static JsonNode ok(Answered answered) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        assertThat(answered.header("Content-Type")).isEqualTo("application/json");
        assertThat(answered.header("Content-Length"))
                .isEqualTo(String.valueOf(answered.text().getBytes(StandardCharsets.UTF_8).length));
        assertThat(answered.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answered.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answered.header("X-Request-Id")).matches("[A-Za-z0-9._-]{1,64}");
        assertThat(answered.header("Vary")).isEqualTo("Origin");
        assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        assertThat(answered.header("Access-Control-Expose-Headers"))
                .isEqualTo("ETag, Retry-After, X-Edge-Source, X-Request-Id");
        assertThat(answered.header("Access-Control-Allow-Credentials")).isNull();
        return answered.json();
    }

    private void assertSession(JsonNode session) {
        assertThat(session.fieldNames())
                .toIterable()
                .containsExactly("sessionToken", "conversationId", "expiresAt", "widget", "intents", "quickQuestions");
        assertThat(session.get("sessionToken").asText()).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}");
        assertThat(session.get("conversationId").asText()).matches(UUID);
        assertThat(session.get("expiresAt").asText()).isEqualTo("2026-05-04T11:00:00Z");
        assertThat(session.get("widget").toString()).isEqualTo("{\"label\":\"open\"}");
        assertThat(session.get("intents").toString())
                .isEqualTo("[{\"name\":\"returns\",\"displayLabel\":\"Send it back\",\"subtitle\":\"Within 30 days\","
                        + "\"description\":\"Send something back\",\"examples\":[],\"required_entities\":[\"order\"],"
                        + "\"icon\":{\"kind\":\"emoji\",\"value\":\"📦\"},\"accentColor\":\"#0a7d5a\","
                        + "\"styleVariant\":\"soft\",\"isPinned\":true,\"priority\":5},"
                        + "{\"name\":\"order_status\",\"displayLabel\":\"Order status\",\"subtitle\":null,"
                        + "\"description\":\"Look up the status of an order\","
                        + "\"examples\":[\"Where is my order?\",\"Track my package\"],\"required_entities\":[],"
                        + "\"icon\":null,\"accentColor\":null,\"styleVariant\":\"solid\",\"isPinned\":false,"
                        + "\"priority\":0}]");
        assertThat(session.get("quickQuestions").toString()).isEqualTo("[]");
    }

    private static void assertReply(JsonNode reply, String status) {
        assertThat(reply.fieldNames())
                .toIterable()
                .containsExactly(
                        "executionId",
                        "conversationId",
                        "status",
                        "blocks",
                        "expectedInput",
                        "waitToken",
                        "waitExpiresAt",
                        "tokenUsage");
        assertThat(reply.get("status").asText()).isEqualTo(status);
        assertThat(reply.get("executionId").asText()).matches(UUID);
        assertThat(reply.get("tokenUsage").isNull()).isTrue();
    }

    private static void assertAsked(JsonNode asked, String conversation) {
        assertReply(asked, "waiting_input");
        assertThat(asked.get("conversationId").asText()).isEqualTo(conversation);
        assertThat(asked.get("blocks")).hasSize(2);
        JsonNode message = asked.get("blocks").get(0);
        assertThat(message.fieldNames()).toIterable().containsExactly("id", "type", "payload");
        assertThat(message.get("type").asText()).isEqualTo("message");
        assertThat(message.get("payload").toString())
                .isEqualTo("{\"role\":\"agent\",\"text\":\"What's your order number?\",\"format\":\"plain\"}");
        JsonNode form = asked.get("blocks").get(1);
        assertThat(form.get("type").asText()).isEqualTo("form");
        assertThat(form.get("id")).isNotEqualTo(message.get("id"));
        assertThat(form.get("payload").get("fields").toString())
                .isEqualTo("[{\"name\":\"order_number\",\"type\":\"text\",\"label\":\"Order #\",\"required\":true}]");
        assertThat(form.get("payload").get("submit_label").asText()).isEqualTo("Check");
        JsonNode expected = asked.get("expectedInput");
        assertThat(expected.fieldNames()).toIterable().containsExactly("type", "schema");
        assertThat(expected.get("type").asText()).isEqualTo("form_submission");
        JsonNode schema = expected.get("schema");
        assertThat(schema.get("type").asText()).isEqualTo("object");
        assertThat(schema.get("additionalProperties").isBoolean()).isTrue();
        assertThat(schema.get("additionalProperties").asBoolean()).isFalse();
        assertThat(schema.get("required").toString()).isEqualTo("[\"order_number\"]");
        JsonNode property = schema.get("properties").get("order_number");
        assertThat(property.get("type").asText()).isEqualTo("string");
        assertThat(property.get("minLength").asInt()).isEqualTo(1);
        assertThat(asked.get("waitToken").asText()).matches("wait_[0-9a-f]{32}");
        assertThat(asked.get("waitExpiresAt").isNull()).isTrue();
    }

    private static void assertWaits(JsonNode waiting, JsonNode asked) {
        assertReply(waiting, "waiting_time");
        assertThat(waiting.get("executionId")).isEqualTo(asked.get("executionId"));
        assertThat(waiting.get("blocks")).isEmpty();
        assertThat(waiting.get("expectedInput").isNull()).isTrue();
        assertThat(waiting.get("waitToken").isNull()).isTrue();
        assertThat(waiting.get("waitExpiresAt").asText()).isEqualTo("2026-05-04T10:30:00Z");
    }

    private void assertThatTheOutsideWorkerIsHeard(String execution) {
        TaskRecord task =
                shop.store.tasks().list(Shop.TENANT, ExecutionId.of(execution)).get(0);
        assertThat(task.queue()).isEqualTo("inventory.lookup");
        assertThat(task.payload().text()).isEqualTo("{\"order_number\":\"A1001\"}");

        Client worker = Client.to(page.root()).bearer(Shop.ENGINE_TOKEN);
        Answered heard = worker.post(
                "api/v1/engine/events",
                "{\"tenant_id\":\"" + Shop.TENANT
                        + "\",\"event_name\":\"inventory.lookup.completed\",\"data\":{\"task_id\":\"" + task.id()
                        + "\",\"ship_date\":\"Monday\",\"tracking\":\"1Z999\"}}");

        assertThat(heard.status()).as(heard.text()).isEqualTo(202);
        assertThat(heard.json().fieldNames())
                .toIterable()
                .containsExactly("event_id", "subscriptions_matched", "execution_ids");
        assertThat(heard.json().get("event_id").asText()).matches(UUID);
        assertThat(heard.json().get("subscriptions_matched").asInt()).isEqualTo(1);
        assertThat(heard.json().get("execution_ids").toString()).isEqualTo("[\"" + execution + "\"]");
        assertThat(heard.header("Access-Control-Allow-Origin")).isNull();
    }

    private static void assertDone(JsonNode done, JsonNode asked) {
        assertReply(done, "completed");
        assertThat(done.get("executionId")).isEqualTo(asked.get("executionId"));
        assertThat(done.get("blocks")).hasSize(1);
        JsonNode block = done.get("blocks").get(0);
        assertThat(block.get("type").asText()).isEqualTo("message");
        assertThat(block.get("payload").toString())
                .isEqualTo("{\"role\":\"agent\",\"text\":\"Order #A1001 ships Monday. Tracking: 1Z999\","
                        + "\"format\":\"markdown\"}");
        assertThat(done.get("expectedInput").isNull()).isTrue();
        assertThat(done.get("waitToken").isNull()).isTrue();
        assertThat(done.get("waitExpiresAt").isNull()).isTrue();
    }
}
