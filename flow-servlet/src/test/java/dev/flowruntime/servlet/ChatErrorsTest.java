package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each row of the error table that the chat API can give: status, error, headers, and that nothing was written. */
class ChatErrorsTest {
    private static final String SESSIONS = "/api/public/v1/chat/sessions";
    private static final String MESSAGES = "/api/public/v1/chat/messages";
    private static final String EXECUTIONS = "/api/public/v1/chat/executions/";
    private static final String TRIGGER = "{\"text\":\"hi\",\"intentName\":\"order_status\"}";
    private static final String NOBODY = "019e2667-0000-7000-8000-00000000dead";

    private final Shop shop = new Shop();
    private Container container;
    private Client anybody;
    private Client page;

    @BeforeEach
    void start() throws Exception {
        container =
                Container.jetty(Map.of("/*", FlowServlet.builder(shop.runtime).build()));
        anybody = Client.to(container.root());
        page = anybody.with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    // 400

    @Test
    void aBodyThatIsNotJsonIsInvalid() {
        assertRefused(page.post(SESSIONS, "{"), 400, "invalid_input");
        assertRefused(visitor().post(MESSAGES, "{\"text\":\"hi\",\"text\":\"hi\"}"), 400, "invalid_input");
        assertRefused(visitor().post(MESSAGES, ""), 400, "invalid_input");
    }

    @Test
    void aMissingMemberIsInvalid() {
        JsonNode refused = assertRefused(page.post(SESSIONS, "{\"customerId\":5}"), 400, "invalid_input");
        assertThat(refused.get("details").toString())
                .isEqualTo("{\"fields\":{\"publicKey\":[\"is required\"],\"customerId\":[\"must be a string\"]}}");
        assertRefused(visitor().post(MESSAGES, "{\"text\":\"hi\"}"), 400, "invalid_input");
        assertRefused(visitor().post(MESSAGES, "{\"waitToken\":\"wait_1\"}"), 400, "invalid_input");
        assertRefused(visitor().post(MESSAGES, "{\"executionId\":\"" + NOBODY + "\"}"), 400, "invalid_input");
    }

    // 401

    @Test
    void aSessionTokenThatIsMissingOrForgedIsRefusedBeforeTheBodyIsLookedAt() {
        assertUnauthorized(page.post(MESSAGES, "{"));
        assertUnauthorized(page.bearer("no.token").post(MESSAGES, TRIGGER));
        assertUnauthorized(page.with("Authorization", "Basic dTpw").post(MESSAGES, TRIGGER));
        assertUnauthorized(page.bearer("").get(EXECUTIONS + NOBODY));
        assertUnauthorized(page.with("Content-Type", "text/plain").post(MESSAGES, "x".repeat(100_000)));
    }

    @Test
    void anExpiredSessionTokenIsRefusedReadably() {
        Client visitor = visitor();
        shop.elapse(Duration.ofHours(1));

        assertUnauthorized(visitor.post(MESSAGES, TRIGGER));
    }

    private void assertUnauthorized(Answered answered) {
        assertRefused(answered, 401, "invalid_session_token");
        assertThat(answered.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    // 403

    @Test
    void anUnknownOrPausedKeyOpensNoSession() {
        assertRefused(open("pk_live_ffffffffffffffffffffffffffffffff"), 403, "widget_disabled");
        assertRefused(open(Shop.PAUSED_KEY), 403, "widget_disabled");
    }

    @Test
    void aRevokedKeyEndsTheSessionsThatItOpened() {
        Client visitor = visitor();
        shop.runtime.widgetKeys().setStatus(Shop.TENANT, Shop.OPEN_KEY, WidgetKey.Status.REVOKED);
        shop.watched.forget();

        assertRefused(visitor.post(MESSAGES, TRIGGER), 403, "widget_disabled");
        assertRefused(visitor.get(EXECUTIONS + NOBODY), 403, "widget_disabled");
    }

    @Test
    void anOriginThatTheKeyDoesNotAllowIsRefusedUnreadably() {
        String body = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}";
        String token = token();
        for (String origin : new String[] {"https://evil.com", "null", "http://acme.com", "https://ACME.com", ""}) {
            Client evil = anybody.with("Origin", origin);
            assertUnreadable(evil.post(SESSIONS, body));
            assertUnreadable(evil.bearer(token).post(MESSAGES, TRIGGER));
            assertUnreadable(evil.bearer(token).get(EXECUTIONS + NOBODY));
        }
    }

    @Test
    void aRequestWithoutAnOriginIsRefused() {
        assertUnreadable(anybody.post(SESSIONS, "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}"));
        assertUnreadable(anybody.bearer(token()).post(MESSAGES, TRIGGER));
    }

    private void assertUnreadable(Answered answered) {
        assertError(answered, 403, "origin_not_allowed");
        assertThat(answered.header("Vary")).isEqualTo("Origin");
        assertNoCors(answered);
    }

    @Test
    void anIntentThatTheKeyDoesNotAllowIsRefusedWithThoseThatItDoes() {
        JsonNode refused = assertRefused(visitor(Shop.NARROW_KEY).post(MESSAGES, TRIGGER), 403, "intent_not_allowed");

        assertThat(refused.get("details").toString()).isEqualTo("{\"allowed_intents\":[\"returns\"]}");
    }

    @Test
    void aCustomerWhoIsNotSignedForIsRefused() {
        String unsigned = "{\"publicKey\":\"" + Shop.SIGNED_KEY + "\",\"customerId\":\"c1\"}";
        String wrong = unsigned.replace("}", ",\"customerSignature\":\"" + "0".repeat(64) + "\"}");
        assertRefused(page.post(SESSIONS, unsigned), 403, "customer_not_verified");
        assertRefused(page.post(SESSIONS, wrong), 403, "customer_not_verified");

        String right = wrong.replace("0".repeat(64), hmac("identity", "c1"));
        assertThat(page.post(SESSIONS, right).status()).isEqualTo(200);
        assertThat(page.post(
                                SESSIONS,
                                right.replace(
                                        hmac("identity", "c1"),
                                        hmac("identity", "c1").toUpperCase(Locale.ROOT)))
                        .status())
                .isEqualTo(200);
    }

    // 404, 405

    @Test
    void nothingIsAtOtherPaths() {
        for (String path : new String[] {
            "/api/public/v1/chat/session",
            SESSIONS + "/",
            EXECUTIONS,
            EXECUTIONS + "a/b",
            "/api/public/v2/chat/sessions"
        }) {
            assertRefused(page.get(path), 404, "not_found");
        }
        for (String path : new String[] {"/", "/favicon.ico", "/api", "/healthz/", "/api/v1/engine"}) {
            Answered answered = page.get(path);
            assertError(answered, 404, "not_found");
            assertNoCors(answered);
        }
    }

    @Test
    void anIntentThatIsNotPublishedIsNotMatched() {
        assertRefused(visitor().post(MESSAGES, TRIGGER.replace("order_status", "nothing")), 404, "intent_not_matched");
        assertRefused(
                visitor(Shop.NARROW_KEY).post(MESSAGES, TRIGGER.replace("order_status", "not_published")),
                404,
                "intent_not_matched");
    }

    @Test
    void anExecutionOfNobodyOrSomebodyElseIsNotFoundWithTheSameBytes() {
        String execution = trigger(visitor()).get("executionId").asText();
        Client stranger = visitor();
        shop.watched.forget();

        Answered foreign = stranger.get(EXECUTIONS + execution);
        assertRefused(foreign, 404, "execution_not_found");
        for (String id : new String[] {NOBODY, "1-1-1-1-1", "x", execution + "0", "..;", "%00", "a%20b"}) {
            Answered unknown = stranger.get(EXECUTIONS + id);
            assertThat(unknown.status()).as(id).isIn(400, 404);
            if (unknown.status() == 404) {
                assertThat(unknown.text()).as(id).isEqualTo(foreign.text());
            }
        }
        assertRefused(stranger.post(MESSAGES, resume(execution, "wait_0", "{}")), 404, "execution_not_found");
        assertRefused(stranger.post(MESSAGES, resume(NOBODY, "wait_0", "{}")), 404, "execution_not_found");
        assertRefused(stranger.post(MESSAGES, resume("nonsense", "wait_0", "{}")), 404, "execution_not_found");
    }

    @Test
    void aMethodThatAPathDoesNotTakeIsRefusedWithThoseThatItDoes() {
        assertNotAllowed(page.get(SESSIONS), "OPTIONS, POST");
        assertNotAllowed(page.send("PUT", MESSAGES, BodyPublishers.ofString("{}")), "GET, HEAD, OPTIONS, POST");
        assertNotAllowed(page.send("DELETE", EXECUTIONS + NOBODY, BodyPublishers.noBody()), "GET, HEAD, OPTIONS");
        assertNotAllowed(page.send("FETCH", SESSIONS, BodyPublishers.noBody()), "OPTIONS, POST");
        assertNotAllowed(page.send("HEAD", SESSIONS, BodyPublishers.noBody()), "OPTIONS, POST");

        Answered health = page.post("/healthz", "{}");
        assertError(health, 405, "method_not_allowed");
        assertThat(health.header("Allow")).isEqualTo("GET, HEAD");
        assertNoCors(health);
    }

    private void assertNotAllowed(Answered answered, String allow) {
        if (answered.response().request().method().equals("HEAD")) {
            assertThat(answered.status()).isEqualTo(405);
        } else {
            assertRefused(answered, 405, "method_not_allowed");
        }
        assertThat(answered.header("Allow")).isEqualTo(allow);
    }

    // 409, 410

    @Test
    void aWaitTokenThatIsWrongOrUsedIsRefused() {
        Client visitor = visitor();
        JsonNode asked = trigger(visitor);
        String execution = asked.get("executionId").asText();
        shop.watched.forget();
        assertRefused(
                visitor.post(MESSAGES, resume(execution, "wait_" + "0".repeat(32), "{}")), 409, "invalid_wait_token");
        assertRefused(visitor.post(MESSAGES, resume(execution, "", "{}")), 409, "invalid_wait_token");

        String right = resume(execution, asked.get("waitToken").asText(), "{\"order_number\":\"A1\"}");
        assertThat(visitor.post(MESSAGES, right).status()).isEqualTo(200);
        shop.watched.forget();
        assertRefused(visitor.post(MESSAGES, right), 409, "invalid_wait_token");
    }

    @Test
    void anAbortedExecutionIsGone() {
        Client visitor = visitor();
        JsonNode asked = trigger(visitor);
        String execution = asked.get("executionId").asText();
        shop.runtime.engine().abort(Shop.TENANT, execution, "test");
        shop.watched.forget();

        assertRefused(
                visitor.post(MESSAGES, resume(execution, asked.get("waitToken").asText(), "{}")),
                410,
                "execution_aborted");
    }

    // 413, 415

    @Test
    void aBodyOfMoreThan64KibibytesIsTooLarge() {
        String most = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\",\"x\":\"";
        most += "x".repeat(64 * 1024 - most.length() - 2) + "\"}";
        assertThat(page.post(SESSIONS, most).status()).isEqualTo(200);
        assertThat(page.postChunked(SESSIONS, most).status()).isEqualTo(200);
        shop.watched.forget();

        assertRefused(page.post(SESSIONS, most + " "), 413, "payload_too_large");
        assertRefused(page.postChunked(SESSIONS, most + " "), 413, "payload_too_large");
        assertRefused(visitor().post(MESSAGES, " ".repeat(1_000_000)), 413, "payload_too_large");
    }

    @Test
    void aBodyOfAnotherTypeIsNotRead() {
        String body = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}";
        for (String type : new String[] {
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/json; charset=iso-8859-1",
            "application/jsonx"
        }) {
            assertRefused(page.with("Content-Type", type).post(SESSIONS, body), 415, "unsupported_media_type");
        }
        assertRefused(page.with("Content-Encoding", "gzip").post(SESSIONS, body), 415, "unsupported_media_type");
        for (String type : new String[] {
            "application/json",
            "APPLICATION/JSON;charset=UTF-8",
            "application/json; charset=\"utf-8\"",
            "application/json; x=y"
        }) {
            assertThat(page.with("Content-Type", type).post(SESSIONS, body).status())
                    .as(type)
                    .isEqualTo(200);
        }
    }

    // 422

    @Test
    void aMemberThatIsNotAcceptableFailsTheValidation() {
        JsonNode refused = assertRefused(open("pk_live_x"), 422, "validation_failed");
        assertThat(refused.get("details").get("fields").fieldNames())
                .toIterable()
                .containsExactly("publicKey");
        assertRefused(visitor().post(MESSAGES, TRIGGER.replace("hi", "")), 422, "validation_failed");
        assertRefused(visitor().post(MESSAGES, TRIGGER.replace("hi", "\\u0000")), 422, "validation_failed");
        assertRefused(
                visitor().post(MESSAGES, TRIGGER.replace("}", ",\"variables\":{\"Bad Key\":1}}")),
                422,
                "validation_failed");
        assertRefused(
                page.post(SESSIONS, "{\"publicKey\":\"" + Shop.OPEN_KEY + "\",\"variables\":{\"a\":{}}}"),
                422,
                "validation_failed");
        assertRefused(
                visitor().post(MESSAGES, TRIGGER.replace("}", ",\"context\":{\"a\":\"" + "x".repeat(17_000) + "\"}}")),
                422,
                "validation_failed");
    }

    @Test
    void valuesThatDoNotFitTheFormFailTheValidationAndLeaveTheTokenUsable() {
        Client visitor = visitor();
        JsonNode asked = trigger(visitor);
        String execution = asked.get("executionId").asText();
        String token = asked.get("waitToken").asText();
        shop.watched.forget();

        for (String values :
                new String[] {"{}", "{\"order_number\":\"\"}", "{\"order_number\":7}", "{\"order_number\":null}"}) {
            JsonNode refused =
                    assertRefused(visitor.post(MESSAGES, resume(execution, token, values)), 422, "validation_failed");
            assertThat(refused.get("details").get("fields").fieldNames())
                    .toIterable()
                    .containsExactly("order_number");
        }
        assertThat(visitor.post(MESSAGES, resume(execution, token, "{\"order_number\":\"A1\"}"))
                        .status())
                .isEqualTo(200);
    }

    // 500, 503

    @Test
    void aFailureOfOursTellsNothingButTheRequestId() {
        Client visitor = visitor();
        IllegalStateException failure = new IllegalStateException("select secret from com.acme.Table");
        shop.watched.fail("ExecutionStore", failure);

        Answered answered;
        try (Logged logged = Logged.by(FlowServlet.class)) {
            answered = visitor.with("X-Request-Id", "my-request.1").post(MESSAGES, TRIGGER);

            assertThat(logged.lines()).containsExactly("ERROR request my-request.1 failed: " + failure);
        }

        JsonNode refused = assertRefused(answered, 500, "internal_error");
        assertThat(answered.header("X-Request-Id")).isEqualTo("my-request.1");
        assertThat(refused.get("details").toString()).isEqualTo("{\"request_id\":\"my-request.1\"}");
        assertThat(answered.text()).doesNotContain("secret", "acme", "Exception", "dev.flowruntime");
    }

    @Test
    void aStoreThatCannotServeNowIsUnavailable() {
        Client visitor = visitor();
        for (Retry retry : new Retry[] {Retry.LATER, Retry.AT_ONCE}) {
            shop.watched.fail("ExecutionStore", new StoreException(retry, "connection to 10.0.0.5 refused"));
            Answered answered = visitor.post(MESSAGES, TRIGGER);
            assertRefused(answered, 503, "unavailable");
            assertThat(answered.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(answered.text()).doesNotContain("10.0.0.5");
        }
        shop.watched.fail("ExecutionStore", new StoreException(Retry.NEVER, "no such table: execution"));
        Answered answered = visitor.post(MESSAGES, TRIGGER);
        assertRefused(answered, 500, "internal_error");
        assertThat(answered.header("Retry-After")).isNull();
        assertThat(answered.text()).doesNotContain("table");
    }

    @Test
    void whileTheStoreCannotTellWhoMayReadNobodyIsToldMoreThanThat() {
        Client visitor = visitor();
        shop.watched.fail(new StoreException(Retry.LATER, "down"));

        Answered answered = visitor.post(MESSAGES, TRIGGER);

        assertError(answered, 503, "unavailable");
        assertThat(answered.header("Vary")).isEqualTo("Origin");
        assertNoCors(answered);
    }

    private Answered open(String publicKey) {
        return page.post(SESSIONS, "{\"publicKey\":\"" + publicKey + "\"}");
    }

    private String token(String publicKey) {
        String token = open(publicKey).json().get("sessionToken").asText();
        shop.watched.forget();
        return token;
    }

    private String token() {
        return token(Shop.OPEN_KEY);
    }

    private Client visitor(String publicKey) {
        return page.bearer(token(publicKey));
    }

    private Client visitor() {
        return visitor(Shop.OPEN_KEY);
    }

    private static JsonNode trigger(Client visitor) {
        return visitor.post(MESSAGES, TRIGGER).json().get("reply");
    }

    private static String resume(String execution, String token, String values) {
        return "{\"executionId\":\"" + execution + "\",\"waitToken\":\"" + token + "\",\"values\":" + values + "}";
    }

    /** An error that the page may read, of a request that wrote nothing. */
    private JsonNode assertRefused(Answered answered, int status, String error) {
        assertError(answered, status, error);
        assertThat(answered.header("Vary")).isEqualTo("Origin");
        assertThat(answered.header("Access-Control-Allow-Origin"))
                .as("%s readable by its page", error)
                .isEqualTo(Shop.ORIGIN);
        assertThat(answered.header("Access-Control-Expose-Headers"))
                .isEqualTo("ETag, Retry-After, X-Edge-Source, X-Request-Id");
        return answered.json();
    }

    private void assertError(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        JsonNode body = answered.json();
        assertThat(body.get("error").asText()).isEqualTo(error);
        assertThat(body.get("message").asText()).isNotBlank();
        assertThat(answered.header("Content-Type")).isEqualTo("application/json");
        assertThat(answered.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answered.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answered.header("X-Request-Id")).matches("[A-Za-z0-9._-]{1,64}");
        assertThat(shop.watched.writes()).isEmpty();
    }

    private static void assertNoCors(Answered answered) {
        assertThat(answered.response().headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
