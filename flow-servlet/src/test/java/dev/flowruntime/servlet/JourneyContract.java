package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.servlet.Client.Answered;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order-status journey over real sockets, the same in every container. */
abstract class JourneyContract {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private final Container.Kind kind;
    private final Shop shop = new Shop();
    private Container container;
    private Client page;

    JourneyContract(Container.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        container =
                kind.start(Map.of("/flow/*", FlowServlet.builder(shop.runtime).build()));
        page = Client.to(container.root().resolve("/flow/")).with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    @Test
    void aCustomerAsksForAnOrderAndReadsTheAnswer() {
        JsonNode session = ok(page.post("api/public/v1/chat/sessions", "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}"));
        assertSession(session);
        Client visitor = page.bearer(session.get("sessionToken").asText());

        JsonNode asked = ok(visitor.post(
                        "api/public/v1/chat/messages",
                        "{\"text\":\"Where is my order?\",\"intentName\":\"order_status\"}"))
                .get("reply");
        assertAsked(asked, session.get("conversationId").asText());
        String execution = asked.get("executionId").asText();
        String poll = "api/public/v1/chat/executions/" + execution;
        assertThat(ok(visitor.get(poll)).get("reply")).isEqualTo(asked);

        String answer = "{\"executionId\":\"" + execution + "\",\"waitToken\":\""
                + asked.get("waitToken").asText() + "\",\"values\":{\"order_number\":\"A1001\"}}";
        JsonNode waiting =
                ok(visitor.post("api/public/v1/chat/messages", answer)).get("reply");
        assertWaits(waiting, asked);
        assertThat(ok(visitor.get(poll)).get("reply")).isEqualTo(waiting);
        assertThat(visitor.post("api/public/v1/chat/messages", answer).status()).isEqualTo(409);

        assertThatTheOutsideWorkerIsHeard(execution);

        JsonNode done = ok(visitor.get(poll)).get("reply");
        assertDone(done, asked);
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
