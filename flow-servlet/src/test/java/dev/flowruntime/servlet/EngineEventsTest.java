package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineEventsTest {
    private static final String EVENTS = "/api/v1/engine/events";
    private static final String EVENT = "{\"tenant_id\":\"" + Shop.TENANT + "\",\"event_name\":\"stock.low\"}";

    private final Shop shop = new Shop();
    private Container container;
    private Client anybody;
    private Client backend;

    @BeforeEach
    void start() throws Exception {
        container =
                Container.jetty(Map.of("/*", FlowServlet.builder(shop.runtime).build()));
        anybody = Client.to(container.root());
        backend = anybody.bearer(Shop.ENGINE_TOKEN);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    @Test
    void anEventThatNobodyWaitsForIsAccepted() {
        for (String token : new String[] {Shop.ENGINE_TOKEN, Shop.BOUND_TOKEN}) {
            Answered answered = anybody.bearer(token).post(EVENTS, EVENT);

            assertThat(answered.status()).as(answered.text()).isEqualTo(202);
            assertThat(answered.json().get("subscriptions_matched").asInt()).isZero();
            assertThat(answered.json().get("execution_ids").toString()).isEqualTo("[]");
            assertThat(answered.header("Vary")).isNull();
        }
    }

    @Test
    void aRepeatedEventGetsTheFirstReply() {
        String event = EVENT.replace("}", ",\"idempotency_key\":\"k1\",\"data\":{\"n\":1}}");
        Answered first = backend.post(EVENTS, event);
        Answered second = backend.post(EVENTS, event);
        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.text()).isEqualTo(first.text());

        assertError(backend.post(EVENTS, event.replace("{\"n\":1}", "{\"n\":2}")), 409, "idempotency_conflict");
    }

    @Test
    void aTokenThatIsMissingOrUnknownIsRefusedBeforeTheBodyIsLookedAt() {
        for (Client stranger : new Client[] {anybody, anybody.bearer("nope"), anybody.bearer("")}) {
            Answered answered = stranger.post(EVENTS, "{");
            assertRefused(answered, 401, "invalid_api_token");
            assertThat(answered.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void aTokenOfOneTenantReachesNoOther() {
        assertRefused(
                anybody.bearer(Shop.BOUND_TOKEN)
                        .post(EVENTS, EVENT.replace(Shop.TENANT.toString(), Shop.OTHER_TENANT.toString())),
                403,
                "tenant_not_allowed");
    }

    @Test
    void aTenantThatDoesNotExistIsNotFound() {
        for (String tenant : new String[] {"019e2667-0000-7000-8000-00000000dead", "acme", ""}) {
            assertRefused(backend.post(EVENTS, EVENT.replace(Shop.TENANT.toString(), tenant)), 404, "tenant_not_found");
        }
    }

    @Test
    void aBodyThatIsNotAnEventIsInvalid() {
        assertRefused(backend.post(EVENTS, "[]"), 400, "invalid_input");
        assertThat(fieldsOf(backend.post(EVENTS, "{\"data\":[]}"))).containsExactly("tenant_id");
        assertThat(fieldsOf(backend.post(EVENTS, "{\"tenant_id\":7}"))).containsExactly("tenant_id");
        assertThat(fieldsOf(backend.post(EVENTS, "{\"tenant_id\":\"" + Shop.TENANT + "\",\"data\":[]}")))
                .containsExactlyInAnyOrder("event_name", "data");
        assertRefused(backend.post(EVENTS, EVENT.replace("stock.low", "")), 422, "validation_failed");
        assertRefused(backend.post(EVENTS, EVENT.replace("}", ",\"data\":{\"a\":1e100}}")), 422, "validation_failed");
    }

    @Test
    void aBodyOf256KibibytesIsTakenAndNoMore() {
        String most = EVENT.replace("}", ",\"x\":\"");
        most += "x".repeat(256 * 1024 - most.length() - 2) + "\"}";
        assertThat(backend.post(EVENTS, most).status()).isEqualTo(202);
        shop.watched.forget();

        assertRefused(backend.post(EVENTS, most + " "), 413, "payload_too_large");
        assertRefused(backend.postChunked(EVENTS, most + " "), 413, "payload_too_large");
        assertRefused(backend.with("Content-Type", "text/plain").post(EVENTS, EVENT), 415, "unsupported_media_type");
    }

    @Test
    void otherMethodsAreNotAllowedAndPreflightsNotAnswered() {
        Answered got = backend.get(EVENTS);
        assertRefused(got, 405, "method_not_allowed");
        assertThat(got.header("Allow")).isEqualTo("POST");
        Answered preflight = anybody.with("Origin", Shop.ORIGIN).send("OPTIONS", EVENTS, BodyPublishers.noBody());
        assertRefused(preflight, 405, "method_not_allowed");
        assertThat(preflight.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void aStoreThatCannotServeNowIsUnavailable() {
        assertThat(backend.post(EVENTS, EVENT).status()).isEqualTo(202);
        shop.watched.forget();
        shop.watched.fail(new StoreException(Retry.LATER, "down"));
        Answered answered = backend.post(EVENTS, EVENT);
        assertRefused(answered, 503, "unavailable");
        assertThat(answered.header("Retry-After")).matches("[1-9][0-9]*");
    }

    private Iterable<String> fieldsOf(Answered answered) {
        JsonNode refused = assertRefused(answered, 400, "invalid_input");
        return () -> refused.get("details").get("fields").fieldNames();
    }

    private JsonNode assertRefused(Answered answered, int status, String error) {
        assertError(answered, status, error);
        assertThat(shop.watched.writes()).allMatch("AuditStore.append"::equals);
        return answered.json();
    }

    private static void assertError(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
        assertThat(answered.header("X-Request-Id")).isNotBlank();
        assertThat(answered.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answered.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
}
