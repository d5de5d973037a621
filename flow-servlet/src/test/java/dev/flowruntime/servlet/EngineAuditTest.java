package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.flowruntime.EngineAccess;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.StoreException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit tells of calls that came to nothing. */
class EngineAuditTest {
    private static final String NOBODY = "019e2667-0000-7000-8000-00000000dead";
    private static final String ENGINE = "/api/v1/engine/";
    private static final String TRIGGER = ENGINE + "triggers/chat";
    private static final String OF_TENANT = "?tenant_id=" + Shop.TENANT;
    private static final int CALLS_PER_MINUTE = 20;

    private final Shop shop = new Shop();
    private Container container;
    private Client backend;
    private Client ops;

    @BeforeEach
    void start() throws Exception {
        FlowServlet servlet = FlowServlet.builder(shop.runtime)
                .rateLimit(RateLimit.ENGINE, CALLS_PER_MINUTE)
                .nanoTime(() -> 0)
                .build();
        container = Container.jetty(Map.of("/*", servlet));
        Client anybody = Client.to(container.root()).with("X-Request-Id", "req-1");
        backend = anybody.bearer(Shop.BOUND_TOKEN);
        ops = anybody.bearer(Shop.ENGINE_TOKEN);
        shop.watched.forget();
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    private static String of(String tenant, String members) {
        return "{\"tenant_id\":\"" + tenant + "\"" + members + "}";
    }

    private static String of(String members) {
        return of(Shop.TENANT.toString(), members);
    }

    private List<AuditRecord> trail(TenantId tenant) {
        return shop.store.audit().list(tenant, "engine.api.call", null, 100);
    }

    private static void assertStatus(Answered answered, int status) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
    }

    @Test
    void aRefusedCallIsInTheTrailOfItsTenantWithItsError() {
        assertStatus(backend.post(TRIGGER, of(",\"intent_name\":\"nope\"")), 404);
        assertStatus(backend.post(TRIGGER, of("")), 400);
        assertStatus(backend.get(ENGINE + "executions/" + NOBODY.toUpperCase(Locale.ROOT) + OF_TENANT), 404);
        assertStatus(backend.get(ENGINE + "executions/x" + OF_TENANT), 404);
        assertStatus(backend.get(ENGINE + "audit" + OF_TENANT + "&limit=0"), 422);
        assertStatus(backend.post(ENGINE + "tasks/claim", of(",\"queue\":\"q\",\"limit\":0")), 422);
        assertStatus(backend.post(ENGINE + "tasks/" + NOBODY + "/complete", of(",\"lease_token\":\"x\"")), 404);
        assertStatus(ops.post("/api/v1/insights/conversions", of(",\"goal\":\"none\"")), 404);

        assertThat(trail(Shop.TENANT))
                .extracting(
                        AuditRecord::actor,
                        AuditRecord::subject,
                        record -> record.details().text())
                .containsExactly(
                        tuple("engine_token:backend", "trigger", told("trigger", "intent_not_matched")),
                        tuple("engine_token:backend", "trigger", told("trigger", "invalid_input")),
                        tuple("engine_token:backend", NOBODY, told("read", "execution_not_found")),
                        tuple("engine_token:backend", "read", told("read", "execution_not_found")),
                        tuple("engine_token:backend", "audit", told("audit", "validation_failed")),
                        tuple("engine_token:backend", "task.claim", told("task.claim", "validation_failed")),
                        tuple("engine_token:backend", NOBODY, told("task.complete", "task_not_found")),
                        tuple("engine_token:ops", "conversion", told("conversion", "goal_not_found")));
        assertThat(trail(Shop.TENANT)).allSatisfy(record -> {
            assertThat(record.requestId()).isEqualTo("req-1");
            assertThat(record.ipHash()).isNotBlank();
        });
        assertThat(shop.watched.writes()).containsOnly("AuditStore.append");
    }

    private static String told(String mode, String error) {
        return "{\"mode\":\"" + mode + "\",\"error\":\"" + error + "\"}";
    }

    @Test
    void aTokensCallForAnotherTenantIsInItsOwnTrail() {
        assertStatus(backend.post(TRIGGER, of(Shop.OTHER_TENANT.toString(), "")), 403);
        assertStatus(backend.get(ENGINE + "intents?tenant_id=" + NOBODY), 403);
        assertStatus(backend.post(TRIGGER, "not json"), 400);
        assertThat(trail(Shop.TENANT))
                .extracting(record -> record.details().text())
                .containsExactly(
                        told("trigger", "tenant_not_allowed"),
                        told("intents", "tenant_not_allowed"),
                        told("trigger", "invalid_input"));
        assertThat(trail(Shop.OTHER_TENANT)).isEmpty();
    }

    @Test
    void aCallForNoTenantIsInTheLog() {
        try (Logged logged = Logged.by(EngineAccess.class)) {
            assertStatus(ops.get(ENGINE + "intents?tenant_id=" + NOBODY), 404);
            assertStatus(ops.post(TRIGGER, "not json"), 400);
            assertThat(logged.lines())
                    .containsExactly(
                            "WARN engine_token:ops: intents was refused: tenant_not_found, request req-1",
                            "WARN engine_token:ops: trigger was refused: invalid_input, request req-1");
        }
        assertThat(shop.watched.writes()).isEmpty();
    }

    @Test
    void aRepeatIsAuditedAndSoIsARefusalThatIsKept() {
        Client keyed = backend.with("Idempotency-Key", "k1");
        assertStatus(keyed.post(TRIGGER, of(",\"intent_name\":\"order_status\"")), 200);
        assertStatus(keyed.post(TRIGGER, of(",\"intent_name\":\"order_status\"")), 200);
        Client refused = backend.with("Idempotency-Key", "k2");
        assertStatus(refused.post(TRIGGER, of(",\"intent_name\":\"nope\"")), 404);
        assertStatus(refused.post(TRIGGER, of(",\"intent_name\":\"nope\"")), 404);
        assertStatus(refused.post(TRIGGER, of(",\"intent_name\":\"other\"")), 409);

        assertThat(trail(Shop.TENANT).stream().skip(1))
                .extracting(record -> record.details().text())
                .containsExactly(
                        "{\"mode\":\"trigger\",\"repeated\":true}",
                        told("trigger", "intent_not_matched"),
                        "{\"mode\":\"trigger\",\"repeated\":true}",
                        told("trigger", "idempotency_conflict"));
    }

    @Test
    void aTurnIsAuditedInItsCommitAndInNoOther() {
        assertStatus(backend.post(TRIGGER, of(",\"intent_name\":\"order_status\"")), 200);
        assertThat(trail(Shop.TENANT)).hasSize(1);
        assertThat(shop.watched.writes()).containsExactly("ExecutionStore.commit");
    }

    @Test
    void whatIsBeyondTheLimitWritesNothing() {
        for (int i = 0; i < CALLS_PER_MINUTE; i++) {
            assertStatus(backend.get(ENGINE + "executions/x" + OF_TENANT), 404);
        }
        assertStatus(backend.get(ENGINE + "executions/x" + OF_TENANT), 429);
        assertStatus(Client.to(container.root()).bearer("forged").get(ENGINE + "executions/x" + OF_TENANT), 401);
        assertThat(shop.watched.writes()).isEqualTo(Collections.nCopies(CALLS_PER_MINUTE, "AuditStore.append"));
    }

    @Test
    void whatCannotBeAuditedIsNotAnswered() {
        shop.watched.fail("AuditStore", new StoreException(StoreException.Retry.LATER, "the audit is away"));
        assertStatus(backend.get(ENGINE + "executions/x" + OF_TENANT), 503);
    }
}
