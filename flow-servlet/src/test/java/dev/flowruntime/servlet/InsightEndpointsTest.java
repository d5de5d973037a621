package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.GoalRequest;
import dev.flowruntime.model.Completion;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.TrafficRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversions and the audit trail, for back ends. */
class InsightEndpointsTest {
    private static final String CONVERSIONS = "/api/v1/insights/conversions";
    private static final String AUDIT = "/api/v1/engine/audit?tenant_id=" + Shop.TENANT;
    private static final TrafficRange EVER =
            new TrafficRange(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), false);

    private final Shop shop = new Shop();
    private Container container;
    private Client anybody;
    private Client backend;
    private JsonNode session;
    private Client visitor;

    @BeforeEach
    void start() throws Exception {
        container =
                Container.jetty(Map.of("/*", FlowServlet.builder(shop.runtime).build()));
        anybody = Client.to(container.root());
        backend = anybody.bearer(Shop.BOUND_TOKEN);
        shop.runtime.insight().goals().create(Shop.TENANT, GoalRequest.of("bought", "Bought", "purchase"));
        Client page = anybody.with("Origin", Shop.ORIGIN);
        session = page.post("/api/public/v1/chat/sessions", "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}")
                .json();
        visitor = page.bearer(session.get("sessionToken").asText());
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    private static String conversion(String members) {
        return "{\"tenant_id\":\"" + Shop.TENANT + "\",\"goal\":\"bought\"" + members + "}";
    }

    private List<Completion> completions() {
        return shop.store.goals().listCompletions(Shop.TENANT, null, EVER, null, 100);
    }

    private static String assertConverted(Answered answered, int status) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("deduped").asBoolean()).isEqualTo(status == 200);
        return answered.json().get("completion_id").asText();
    }

    private static JsonNode assertRefused(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
        return answered.json();
    }

    @Test
    void aConversionIsMadeOnceAndItsRepeatTellsOfIt() {
        String order = conversion(
                ",\"external_ref\":\"order-1\",\"occurred_at\":\"2026-05-04T09:00:00Z\",\"props\":{\"value\":12.5,\"currency\":\"EUR\"}");
        String id = assertConverted(backend.post(CONVERSIONS, order), 201);
        assertThat(assertConverted(anybody.bearer(Shop.ENGINE_TOKEN).post(CONVERSIONS, order), 200))
                .isEqualTo(id);
        Completion completion = completions().get(0);
        assertThat(completion.id()).hasToString(id);
        assertThat(completion.valueMicros()).isEqualTo(12_500_000);
        assertThat(completion.currency()).isEqualTo("EUR");
        assertThat(completion.occurredAt()).isEqualTo("2026-05-04T09:00:00Z");
    }

    @Test
    void withNeitherReferenceNorConversationEachIsMade() {
        assertConverted(backend.post(CONVERSIONS, conversion("")), 201);
        assertConverted(backend.post(CONVERSIONS, conversion("")), 201);
        assertThat(completions()).hasSize(2);
    }

    @Test
    void anEventThatAchievedTheGoalCountsForItsConversation() {
        visitor.post("/api/public/v1/chat/events", "{\"name\":\"purchase\"}");
        String conversation =
                ",\"conversation_id\":\"" + session.get("conversationId").asText() + "\"";
        assertThat(assertConverted(backend.post(CONVERSIONS, conversion(conversation)), 200))
                .isEqualTo(completions().get(0).id().toString());
        assertConverted(backend.post(CONVERSIONS, conversion(conversation + ",\"external_ref\":\"order-1\"")), 201);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertRefused(backend.post(CONVERSIONS, conversion("").replace("bought", "sold")), 404, "goal_not_found");
        for (String id : List.of("019e2667-0000-7000-8000-00000000dead", "x")) {
            assertRefused(
                    backend.post(CONVERSIONS, conversion(",\"conversation_id\":\"" + id + "\"")),
                    404,
                    "conversation_not_found");
        }
        String foreign = conversion("").replace(Shop.TENANT.toString(), Shop.OTHER_TENANT.toString());
        assertRefused(backend.post(CONVERSIONS, foreign), 403, "tenant_not_allowed");
        assertRefused(anybody.bearer(Shop.ENGINE_TOKEN).post(CONVERSIONS, foreign), 404, "goal_not_found");
        assertRefused(anybody.post(CONVERSIONS, "{"), 401, "invalid_api_token");
    }

    @Test
    void aBodyThatIsNoConversionIsRefusedWithItsMembers() {
        assertThat(assertRefused(backend.post(CONVERSIONS, "{}"), 400, "invalid_input")
                        .at("/details/fields")
                        .fieldNames())
                .toIterable()
                .containsExactly("tenant_id");
        String shapeless = "{\"tenant_id\":\"" + Shop.TENANT + "\",\"props\":[]}";
        assertThat(assertRefused(backend.post(CONVERSIONS, shapeless), 400, "invalid_input")
                        .at("/details/fields")
                        .fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("goal", "props");
        String bad = conversion(
                ",\"external_ref\":\"\",\"occurred_at\":\"today\",\"props\":{\"p\":\"" + "x".repeat(4096) + "\"}");
        assertThat(assertRefused(backend.post(CONVERSIONS, bad), 422, "validation_failed")
                        .at("/details/fields")
                        .fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("external_ref", "occurred_at", "props");
    }

    @Test
    void whatTheClientsModelUsedIsInTheReplyAndInItsReplay() {
        String message = "{\"text\":\"hi\",\"intentName\":\"order_status\",\"tokenUsage\":"
                + "{\"model\":\"m\",\"prompt_tokens\":10,\"completion_tokens\":5.0,\"total_tokens\":99,\"cost_usd\":7}}";
        Client keyed = visitor.with("Idempotency-Key", "k1");
        Answered first = keyed.post("/api/public/v1/chat/messages", message);
        assertThat(first.json().at("/reply/tokenUsage").toString())
                .isEqualTo("{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,\"model\":\"m\","
                        + "\"cost_micros\":null,\"cost_usd\":null}");
        assertThat(keyed.post("/api/public/v1/chat/messages", message).text()).isEqualTo(first.text());
        String execution = first.json().at("/reply/executionId").asText();
        assertThat(visitor.get("/api/public/v1/chat/executions/" + execution).text())
                .isEqualTo(first.text());
        assertThat(visitor.get("/api/public/v1/chat/messages").json().get("pending"))
                .isEqualTo(first.json().get("reply"));
    }

    @Test
    void aUsageThatIsNoneIsRefusedWithItsMembers() {
        record Bad(String usage, int status, String member) {}
        for (Bad bad : List.of(
                new Bad("7", 400, "tokenUsage"),
                new Bad("{\"prompt_tokens\":1,\"completion_tokens\":1}", 400, "tokenUsage.model"),
                new Bad("{\"model\":\"m\",\"completion_tokens\":1}", 400, "tokenUsage.prompt_tokens"),
                new Bad(
                        "{\"model\":\"m\",\"prompt_tokens\":\"1\",\"completion_tokens\":1}",
                        400,
                        "tokenUsage.prompt_tokens"),
                new Bad("{\"model\":\"\",\"prompt_tokens\":1,\"completion_tokens\":1}", 422, "tokenUsage.model"),
                new Bad(
                        "{\"model\":\"m\",\"prompt_tokens\":-1,\"completion_tokens\":1}",
                        422,
                        "tokenUsage.prompt_tokens"),
                new Bad(
                        "{\"model\":\"m\",\"prompt_tokens\":1,\"completion_tokens\":1.5}",
                        422,
                        "tokenUsage.completion_tokens"),
                new Bad(
                        "{\"model\":\"m\",\"prompt_tokens\":1,\"completion_tokens\":10000001}",
                        422,
                        "tokenUsage.completion_tokens"))) {
            for (String message : List.of(
                    "\"text\":\"hi\",\"intentName\":\"order_status\"", "\"executionId\":\"e\",\"waitToken\":\"w\"")) {
                JsonNode refused = assertRefused(
                        visitor.post(
                                "/api/public/v1/chat/messages", "{" + message + ",\"tokenUsage\":" + bad.usage + "}"),
                        bad.status,
                        bad.status == 400 ? "invalid_input" : "validation_failed");
                assertThat(refused.at("/details/fields").fieldNames())
                        .toIterable()
                        .containsExactly(bad.member);
            }
        }
    }

    @Test
    void theTrailIsReadPageByPage() {
        visitor.post("/api/public/v1/chat/events", "{\"name\":\"a\"}");
        backend.with("X-Request-Id", "r-7").post(CONVERSIONS, conversion(""));
        List<String> actions = new ArrayList<>();
        String after = "";
        for (JsonNode page = null; page == null || !page.get("next_cursor").isNull(); ) {
            Answered answered = backend.get(AUDIT + "&limit=3" + after);
            assertThat(answered.status()).as(answered.text()).isEqualTo(200);
            assertThat(answered.text()).doesNotContain("127.0.0.1");
            page = answered.json();
            assertThat(page.get("items").size()).isLessThanOrEqualTo(3);
            page.get("items").forEach(item -> actions.add(item.get("action").asText()));
            after = "&after=" + page.get("next_cursor").asText();
        }
        assertThat(actions)
                .startsWith("flow.publish", "flow.publish", "key.create")
                .contains("key.pause", "widget.session.start", "widget.event", "engine.api.call");
        JsonNode call = backend.get(AUDIT + "&action=engine.api.call").json().at("/items/0");
        assertThat(call.get("actor").asText()).isEqualTo("engine_token:backend");
        assertThat(call.get("request_id").asText()).isEqualTo("r-7");
        assertThat(call.get("ip_hash").asText()).hasSize(32);
        assertThat(call.at("/details/mode").asText()).isEqualTo("conversion");
        assertThat(backend.get(AUDIT + "&action=nothing").text()).isEqualTo("{\"items\":[],\"next_cursor\":null}");
    }

    @Test
    void everyCallIsAudited() {
        String tenant = "{\"tenant_id\":\"" + Shop.TENANT + "\"";
        backend.get(AUDIT);
        backend.post("/api/v1/engine/events", tenant + ",\"event_name\":\"e\"}");
        backend.post(CONVERSIONS, conversion(""));
        backend.get("/api/v1/engine/intents?tenant_id=" + Shop.TENANT);
        Answered triggered =
                backend.post("/api/v1/engine/triggers/chat", tenant + ",\"intent_name\":\"order_status\"}");
        String execution = "/api/v1/engine/executions/"
                + triggered.json().get("execution_id").asText();
        backend.get(execution + "?tenant_id=" + Shop.TENANT);
        String waitToken = triggered.json().at("/metadata/wait_token").asText();
        backend.post(
                execution + "/resume",
                tenant + ",\"wait_token\":\"" + waitToken + "\",\"input\":{\"order_number\":\"A1\"}}");
        JsonNode task = backend.post("/api/v1/engine/tasks/claim", tenant + ",\"queue\":\"inventory.lookup\"}")
                .json()
                .at("/tasks/0");
        String lease = tenant + ",\"lease_token\":\"" + task.get("lease_token").asText() + "\"";
        String ofTask = "/api/v1/engine/tasks/" + task.get("task_id").asText();
        backend.post(ofTask + "/heartbeat", lease + "}");
        backend.post(ofTask + "/fail", lease + ",\"message\":\"not now\"}");
        backend.post(execution + "/abort", tenant + "}");
        JsonNode trail =
                backend.get(AUDIT + "&action=engine.api.call&limit=100").json();
        assertThat(trail.get("items").findValuesAsText("mode"))
                .containsExactlyInAnyOrder(
                        "audit",
                        "event",
                        "conversion",
                        "intents",
                        "trigger",
                        "read",
                        "resume",
                        "task.claim",
                        "task.heartbeat",
                        "task.fail",
                        "abort");
        assertThat(trail.get("items").findValuesAsText("actor")).containsOnly("engine_token:backend");
        assertThat(backend.get(AUDIT + "&action=execution.abort").json().get("items"))
                .hasSize(1);
    }

    @Test
    void theTrailIsOfOneTenantAndItsParametersAreChecked() {
        assertRefused(anybody.get(AUDIT), 401, "invalid_api_token");
        assertRefused(backend.get("/api/v1/engine/audit"), 400, "invalid_input");
        assertRefused(backend.get(AUDIT + "&limit=x"), 400, "invalid_input");
        for (String bad : List.of(
                "limit=0", "limit=101", "after=7", "after=7_x", "after=1e9_" + Shop.TENANT, "action=%00", "action=")) {
            assertRefused(backend.get(AUDIT + "&" + bad), 422, "validation_failed");
        }
        assertRefused(backend.get("/api/v1/engine/audit?tenant_id=" + Shop.OTHER_TENANT), 403, "tenant_not_allowed");
        assertRefused(
                anybody.bearer(Shop.ENGINE_TOKEN)
                        .get("/api/v1/engine/audit?tenant_id=019e2667-0000-7000-8000-00000000dead"),
                404,
                "tenant_not_found");
        assertThat(anybody.bearer(Shop.ENGINE_TOKEN)
                        .get("/api/v1/engine/audit?tenant_id=" + Shop.OTHER_TENANT)
                        .text())
                .isEqualTo("{\"items\":[],\"next_cursor\":null}");
    }
}
