package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.servlet.Client.Answered;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A back end lists intents, and starts, answers, reads and ends executions over HTTP. */
class EngineTurnsTest {
    private static final String TRIGGERS = "/api/v1/engine/triggers/chat";
    private static final String EXECUTIONS = "/api/v1/engine/executions/";
    private static final String INTENTS = "/api/v1/engine/intents?tenant_id=" + Shop.TENANT;
    private static final String NOBODY = "019e2667-0000-7000-8000-00000000dead";

    private final Shop shop = new Shop();
    private Container container;
    private Client anybody;
    private Client backend;

    @BeforeEach
    void start() throws Exception {
        container =
                Container.jetty(Map.of("/*", FlowServlet.builder(shop.runtime).build()));
        anybody = Client.to(container.root());
        backend = anybody.bearer(Shop.BOUND_TOKEN);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    @Test
    void aBackEndHasAWholeConversation() {
        JsonNode asked = ok(backend.post(TRIGGERS, trigger(",\"text\":\"Where is it?\",\"variables\":{\"a\":1}")));
        assertThat(asked.get("status").asText()).isEqualTo("waiting_input");
        assertThat(asked.at("/blocks/0/payload/text").asText()).isEqualTo("What's your order number?");
        assertThat(asked.at("/expected_input/schema/required/0").asText()).isEqualTo("order_number");
        assertThat(asked.at("/metadata/wait_token").asText()).matches("wait_[0-9a-f]{32}");
        assertThat(asked.get("token_usage").isNull()).isTrue();
        assertThat(ok(backend.get(path(asked) + "?tenant_id=" + Shop.TENANT))).isEqualTo(asked);

        JsonNode waiting = ok(backend.post(path(asked) + "/resume", resume(asked, "{\"order_number\":\"A1\"}")));
        assertThat(waiting.get("status").asText()).isEqualTo("waiting_time");
        assertThat(waiting.get("expected_input").isNull()).isTrue();

        JsonNode ended = ok(backend.post(path(asked) + "/abort", of("\"reason\":\"cancelled\"")));
        assertThat(ended.get("status").asText()).isEqualTo("aborted");
        assertThat(ok(backend.post(path(asked) + "/abort", of("\"reason\":\"again\""))))
                .isEqualTo(ended);
        assertError(
                backend.post(path(asked) + "/resume", resume(asked, "{\"order_number\":\"A1\"}")),
                410,
                "execution_aborted");
    }

    @Test
    void aFlowMayStartWithoutATextInAConversationThatIsThere() {
        JsonNode first = ok(backend.post(TRIGGERS, trigger("")));
        String conversation = first.get("conversation_id").asText();
        JsonNode second = ok(backend.post(TRIGGERS, trigger(",\"conversation_id\":\"" + conversation + "\"")));

        assertThat(second.get("conversation_id").asText()).isEqualTo(conversation);
        assertThat(second.get("execution_id")).isNotEqualTo(first.get("execution_id"));
    }

    @Test
    void whatIsNotThereIsNotFoundAndForeignThingsAreAsIfTheyWereNot() {
        String execution =
                ok(backend.post(TRIGGERS, trigger(""))).get("execution_id").asText();
        Client ops = anybody.bearer(Shop.ENGINE_TOKEN);
        String foreign = "{\"tenant_id\":\"" + Shop.OTHER_TENANT + "\",\"wait_token\":\"x\"}";

        Answered unknown = backend.get(EXECUTIONS + NOBODY + "?tenant_id=" + Shop.TENANT);
        assertError(unknown, 404, "execution_not_found");
        Answered others = ops.get(EXECUTIONS + execution + "?tenant_id=" + Shop.OTHER_TENANT);
        assertThat(others.text()).isEqualTo(unknown.text());
        assertThat(ops.post(EXECUTIONS + execution + "/resume", foreign).text()).isEqualTo(unknown.text());
        assertThat(ops.post(EXECUTIONS + execution + "/abort", foreign).text()).isEqualTo(unknown.text());
        assertError(backend.post(TRIGGERS, trigger("").replace("order_status", "nope")), 404, "intent_not_matched");
        for (String id : List.of(NOBODY, "1-1-1-1-1", "")) {
            assertError(
                    backend.post(TRIGGERS, trigger(",\"conversation_id\":\"" + id + "\"")),
                    404,
                    "conversation_not_found");
        }
        assertError(backend.get(EXECUTIONS + execution + "?tenant_id=" + NOBODY), 403, "tenant_not_allowed");
        assertError(ops.get(EXECUTIONS + execution + "?tenant_id=" + NOBODY), 404, "tenant_not_found");
        assertError(ops.get(EXECUTIONS + execution), 400, "invalid_input");
    }

    @Test
    void badVariablesAreInvalidInputWithTheStatusOfABadValue() {
        assertError(backend.post(TRIGGERS, trigger(",\"variables\":{\"A\":1}")), 422, "invalid_input");
        JsonNode asked = ok(backend.post(TRIGGERS, trigger(",\"variables\":{\"a\":\"" + "x".repeat(3000) + "\"}")));
        String resume = resume(asked, "{\"order_number\":\"A1\"}").replace("}}", "},\"variables\":{\"b\":\"");
        assertError(backend.post(path(asked) + "/resume", resume + "x".repeat(3000) + "\"}}"), 422, "invalid_input");
        assertError(backend.post(path(asked) + "/resume", resume(asked, "{}")), 422, "validation_failed");
    }

    @Test
    void aCompletedExecutionIsNotAborted() {
        JsonNode asked = ok(backend.post(TRIGGERS, trigger("").replace("order_status", "returns")));
        assertThat(asked.get("status").asText()).isEqualTo("completed");
        assertError(backend.post(path(asked) + "/abort", of("\"reason\":null")), 409, "conflict");
    }

    @Test
    void aCallWithAKeyIsServedOnce() {
        Client keyed = backend.with("Idempotency-Key", "k");
        Answered first = keyed.post(TRIGGERS, trigger(""));
        Answered again = keyed.post(TRIGGERS, trigger(""));
        assertThat(first.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertError(keyed.post(TRIGGERS, trigger(",\"text\":\"x\"")), 409, "idempotency_conflict");

        JsonNode asked = first.json();
        Answered refused = keyed.post(path(asked) + "/resume", resume(asked, "{}"));
        assertError(refused, 422, "validation_failed");
        assertThat(keyed.post(path(asked) + "/resume", resume(asked, "{}")).text())
                .isEqualTo(refused.text());
        assertError(keyed.post(EXECUTIONS + NOBODY + "/resume", resume(asked, "{}")), 409, "idempotency_conflict");
        Client other = backend.with("Idempotency-Key", "k2");
        String answer = resume(asked, "{\"order_number\":\"A1\"}");
        Answered answered = other.post(path(asked) + "/resume", answer);
        assertThat(answered.status()).isEqualTo(200);
        assertThat(other.post(path(asked) + "/resume", answer).text()).isEqualTo(answered.text());
        assertError(backend.post(path(asked) + "/resume", answer), 409, "invalid_wait_token");
        assertError(backend.with("Idempotency-Key", "a b").post(TRIGGERS, trigger("")), 400, "invalid_input");
    }

    @Test
    void whatIsMissingOrOfAWrongTypeIsNamed() {
        assertFields(backend.post(TRIGGERS, "{}"), 400, "tenant_id");
        assertFields(backend.post(TRIGGERS, of("\"text\":1,\"context\":[]")), 400, "intent_name", "text", "context");
        assertFields(backend.post(EXECUTIONS + NOBODY + "/resume", of("\"input\":7")), 400, "wait_token", "input");
        assertFields(backend.post(EXECUTIONS + NOBODY + "/abort", of("\"reason\":7")), 400, "reason");
        assertFields(backend.post(TRIGGERS, trigger(",\"text\":\"\"")), 422, "text");
        assertError(backend.send("PUT", TRIGGERS, BodyPublishers.ofString("{}")), 405, "method_not_allowed");
        assertError(anybody.post(TRIGGERS, "{"), 401, "invalid_api_token");
        assertError(anybody.get(INTENTS), 401, "invalid_api_token");
    }

    @Test
    void intentsAreListedWithATagThatSpareTheRest() {
        Answered listed = backend.get(INTENTS);
        JsonNode body = ok(listed);
        assertThat(body.at("/intents/0/name").asText()).isEqualTo("returns");
        assertThat(body.at("/intents/1/name").asText()).isEqualTo("order_status");
        assertThat(body.at("/intents/1/flow_version").asInt()).isEqualTo(1);
        assertThat(body.get("etag").asText()).isEqualTo(listed.header("ETag")).startsWith("W/\"");
        assertThat(body.get("cache_max_age_seconds").asInt()).isEqualTo(300);

        Answered known = backend.with("If-None-Match", listed.header("ETag")).get(INTENTS);
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.text()).isEmpty();
        assertThat(known.header("ETag")).isEqualTo(listed.header("ETag"));
        assertThat(backend.with("If-None-Match", "W/\"x\"").get(INTENTS).status())
                .isEqualTo(200);
    }

    private static String path(JsonNode reply) {
        return EXECUTIONS + reply.get("execution_id").asText();
    }

    private static String of(String members) {
        return "{\"tenant_id\":\"" + Shop.TENANT + "\"," + members + "}";
    }

    private static String trigger(String more) {
        return of("\"intent_name\":\"order_status\"" + more);
    }

    private static String resume(JsonNode asked, String input) {
        return of("\"wait_token\":\"" + asked.at("/metadata/wait_token").asText() + "\",\"input\":" + input);
    }

    private static JsonNode ok(Answered answered) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        return answered.json();
    }

    private static void assertError(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
    }

    private static void assertFields(Answered answered, int status, String... names) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().at("/details/fields").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(names);
    }
}
