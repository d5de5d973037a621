package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.EngineTrigger;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.servlet.Client.Answered;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers that are not Java code in this process claim tasks over HTTP and say how it went. */
@Timeout(60)
class TaskClaimsTest {
    private static final String TASKS = "/api/v1/engine/tasks/";
    private static final String NOBODY = "019e2667-0000-7000-8000-00000000dead";

    private final Shop shop = new Shop();
    private Container container;
    private Client worker;

    /** Where the servlet runs. */
    enum Where {
        JETTY(Container::jetty),
        TOMCAT(Container::tomcat),
        UNDERTOW(Container::undertow);

        private final Container.Kind kind;

        Where(Container.Kind kind) {
            this.kind = kind;
        }
    }

    @BeforeEach
    void start() throws Exception {
        startOn(Where.JETTY);
    }

    private void startOn(Where where) throws Exception {
        container =
                where.kind.start(Map.of("/*", FlowServlet.builder(shop.runtime).build()));
        worker = Client.to(container.root()).bearer(Shop.BOUND_TOKEN);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    /** An execution that waits for its task. */
    private Reply waiting() {
        Reply asked = shop.runtime
                .engine()
                .trigger(new EngineTrigger(Shop.TENANT, null, TriggerMessage.of("order_status", "x")));
        return shop.runtime.engine().resume(Shop.TENANT, ResumeMessage.of(asked, Map.of("order_number", "A1")));
    }

    private ExecutionStatus status(Reply reply) {
        return shop.runtime
                .engine()
                .read(Shop.TENANT, reply.executionId().toString())
                .status();
    }

    @Test
    void aTaskIsTakenDoneAndAnswered() {
        Reply reply = waiting();
        JsonNode task = one(claim(""));
        assertThat(task.get("queue").asText()).isEqualTo("inventory.lookup");
        assertThat(task.get("payload").toString()).isEqualTo("{\"order_number\":\"A1\"}");
        assertThat(task.get("attempt").asInt()).isEqualTo(1);
        assertThat(task.get("execution_id").asText())
                .isEqualTo(reply.executionId().toString());
        assertThat(claim("").json().get("tasks")).isEmpty();

        Answered done = tell(task, "complete", ",\"data\":{\"ship_date\":\"2026-12-01\",\"tracking\":\"T1\"}");
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().get("state").asText()).isEqualTo("completed");
        assertThat(done.json().get("task_id")).isEqualTo(task.get("task_id"));
        assertThat(status(reply)).isEqualTo(ExecutionStatus.COMPLETED);

        for (String again : List.of("complete", "heartbeat", "fail")) {
            assertError(tell(task, again, ",\"message\":\"x\""), 409, "lease_lost");
        }
    }

    @Test
    void aTaskThatFailedIsTriedAgainLaterAndLaterUntilItsAttemptsAreUsedUp() {
        Reply reply = waiting();
        for (int attempt = 1; attempt < 5; attempt++) {
            JsonNode task = one(claim(""));
            assertThat(task.get("attempt").asInt()).isEqualTo(attempt);
            assertThat(state(tell(task, "fail", ",\"message\":\"busy\""))).isEqualTo("pending");
            shop.elapse(Duration.ofSeconds(1L << (attempt - 1)).minusMillis(1));
            assertThat(claim("").json().get("tasks")).isEmpty();
            shop.elapse(Duration.ofMillis(1));
        }
        assertThat(state(tell(one(claim("")), "fail", ",\"message\":\"busy\""))).isEqualTo("dead");
        assertThat(status(reply)).isEqualTo(ExecutionStatus.COMPLETED); // by its way for errors
    }

    @Test
    void aFailureForGoodIsNotTriedAgain() {
        Reply reply = waiting();
        assertThat(state(tell(one(claim("")), "fail", ",\"message\":\"no such order\",\"permanent\":true")))
                .isEqualTo("failed");
        assertThat(status(reply)).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(claim("").json().get("tasks")).isEmpty();
    }

    @Test
    void whoLostTheLeaseChangesNothing() {
        Reply reply = waiting();
        JsonNode first = one(claim(",\"lease_seconds\":10"));
        shop.elapse(Duration.ofSeconds(11));
        JsonNode second = one(claim(""));
        assertThat(second.get("attempt").asInt()).isEqualTo(2);
        assertThat(second.get("lease_token")).isNotEqualTo(first.get("lease_token"));

        for (String late : List.of("complete", "heartbeat", "fail")) {
            assertError(tell(first, late, ",\"message\":\"late\""), 409, "lease_lost");
        }
        assertThat(status(reply)).isEqualTo(ExecutionStatus.WAITING_TIME);
        assertThat(state(tell(second, "complete", ""))).isEqualTo("completed");
    }

    @Test
    void aHeartbeatHoldsTheTask() {
        waiting();
        JsonNode task = one(claim(",\"lease_seconds\":10"));
        shop.elapse(Duration.ofSeconds(9));
        assertThat(state(tell(task, "heartbeat", ",\"lease_seconds\":60"))).isEqualTo("leased");
        shop.elapse(Duration.ofSeconds(59));
        assertThat(claim("").json().get("tasks")).isEmpty();
        assertThat(state(tell(task, "complete", ""))).isEqualTo("completed");
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void aWorkerThatWaitsHasATaskAsSoonAsThereIsOne(Where where) throws Exception {
        container.stop();
        startOn(where);
        shop.runtime.start();
        CompletableFuture<Answered> waits = CompletableFuture.supplyAsync(() -> claim(",\"wait_seconds\":20"));
        Reply reply = waiting();

        assertThat(one(waits.get(15, TimeUnit.SECONDS)).get("execution_id").asText())
                .isEqualTo(reply.executionId().toString());
    }

    @Test
    void aWorkerThatWaitsInVainHasNoneInTheEnd() {
        shop.runtime.start();
        assertThat(claim(",\"wait_seconds\":1").json().get("tasks")).isEmpty();
    }

    @Test
    void aRuntimeThatEndsLetsNobodyWait() throws Exception {
        shop.runtime.start();
        CompletableFuture<Answered> waits = CompletableFuture.supplyAsync(() -> claim(",\"wait_seconds\":20"));
        Reply reply = waiting();
        one(waits.get(15, TimeUnit.SECONDS));
        CompletableFuture<Answered> waitsAgain = CompletableFuture.supplyAsync(() -> claim(",\"wait_seconds\":20"));
        shop.runtime.close();

        assertThat(waitsAgain.get(15, TimeUnit.SECONDS).json().get("tasks")).isEmpty();
        assertThat(status(reply)).isEqualTo(ExecutionStatus.WAITING_TIME);
    }

    @Test
    void anotherTenantsTasksAreAsIfTheyWereNot() {
        waiting();
        Client ops = Client.to(container.root()).bearer(Shop.ENGINE_TOKEN);
        String foreign = "{\"tenant_id\":\"" + Shop.OTHER_TENANT + "\",\"queue\":\"inventory.lookup\"}";
        assertThat(ops.post(TASKS + "claim", foreign).json().get("tasks")).isEmpty();

        JsonNode task = one(claim(""));
        String body = "{\"tenant_id\":\"" + Shop.OTHER_TENANT + "\",\"lease_token\":\""
                + task.get("lease_token").asText() + "\"}";
        Answered others = ops.post(TASKS + task.get("task_id").asText() + "/complete", body);
        assertError(others, 404, "task_not_found");
        for (String id : List.of(NOBODY, "1-1-1-1-1", "x")) {
            assertThat(ops.post(TASKS + id + "/complete", body).text()).isEqualTo(others.text());
        }
        assertThat(state(tell(task, "complete", ""))).isEqualTo("completed");
    }

    @Test
    void whatIsMissingOrOutOfBoundsIsNamed() {
        assertFields(worker.post(TASKS + "claim", of("\"limit\":\"1\"")), 400, "queue", "limit");
        assertFields(claim(",\"limit\":0"), 422, "limit");
        assertFields(
                claim(",\"limit\":101,\"lease_seconds\":0,\"wait_seconds\":21"),
                422,
                "limit",
                "lease_seconds",
                "wait_seconds");
        assertFields(claim(",\"limit\":1.5,\"lease_seconds\":1e9"), 422, "limit");
        assertFields(claim(",\"lease_seconds\":3601,\"wait_seconds\":-1"), 422, "lease_seconds", "wait_seconds");
        assertFields(worker.post(TASKS + NOBODY + "/complete", of("\"data\":[]")), 400, "lease_token", "data");
        assertFields(
                worker.post(TASKS + NOBODY + "/fail", of("\"permanent\":1")),
                400,
                "lease_token",
                "message",
                "permanent");
        assertFields(
                worker.post(TASKS + NOBODY + "/heartbeat", of("\"lease_seconds\":\"x\"")),
                400,
                "lease_token",
                "lease_seconds");
    }

    private static String of(String members) {
        return "{\"tenant_id\":\"" + Shop.TENANT + "\"," + members + "}";
    }

    private Answered claim(String more) {
        return worker.post(TASKS + "claim", of("\"queue\":\"inventory.lookup\"" + more));
    }

    private static JsonNode one(Answered claimed) {
        assertThat(claimed.status()).as(claimed.text()).isEqualTo(200);
        assertThat(claimed.json().get("tasks")).as(claimed.text()).hasSize(1);
        return claimed.json().get("tasks").get(0);
    }

    private Answered tell(JsonNode task, String what, String more) {
        return worker.post(
                TASKS + task.get("task_id").asText() + "/" + what,
                of("\"lease_token\":\"" + task.get("lease_token").asText() + "\"" + more));
    }

    private static String state(Answered answered) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        return answered.json().get("state").asText();
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
