package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.EventReply;
import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowException;
import dev.flowruntime.OpenHandoff;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.Json;
import dev.flowruntime.transport.OutboundRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Conversations that go to people, and come back. */
class HandoffTest {
    private static final String FLOW = """
            - { id: people, type: handoff, text: "One moment, {{ trigger.text }}", queue: sales, timeout: PT1H, on_timeout: late }
            - { id: back, type: message, text: "Back from {{ default(node.people.output.resolved_by, 'nobody') }}", next: end }
            - { id: late, type: message, text: "Nobody was there: {{ node.people.error }}" }
            """;

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Reply resolve(Reply waiting, String by) {
        return fixture.runtime
                .handoffs()
                .resolve(fixture.tenant, waiting.executionId().toString(), by);
    }

    private static List<String> handoffStates(Reply reply) {
        return reply.blocks().stream()
                .filter(block -> block.type().equals("handoff"))
                .map(Block::payload)
                .map(Json::text)
                .toList();
    }

    private void assertNotHandedOff(Reply reply) {
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> resolve(reply, "anna"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    private EventReply event(Map<String, Object> data) {
        return fixture.runtime.engine().publish(new EventRequest(fixture.tenant, "handoff.resolved", data, null));
    }

    @Test
    void theVisitorIsToldAndTheExecutionWaitsForPeople() {
        fixture.flow(FLOW);
        Reply waiting = fixture.go();
        assertThat(waiting.status()).isEqualTo(ExecutionStatus.WAITING_TIME);
        assertThat(waiting.waitExpiresAt()).isEqualTo("2026-03-01T11:00:00Z");
        assertThat(waiting.waitToken()).isNull();
        assertThat(waiting.blocks()).extracting(Block::type).containsExactly("message", "handoff");
        assertThat(Fixture.texts(waiting)).containsExactly("One moment, hi");
        assertThat(handoffStates(waiting)).containsExactly("{\"state\":\"requested\"}");
    }

    @Test
    void whoGivesItBackIsTheOutputAndTheFlowGoesOn() {
        fixture.flow(FLOW);
        Reply waiting = fixture.go();
        Reply done = resolve(waiting, "anna");
        assertThat(done.status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(Fixture.texts(done)).containsExactly("One moment, hi", "Back from anna");
        assertThat(handoffStates(done)).containsExactly("{\"state\":\"requested\"}", "{\"state\":\"closed\"}");
        assertNotHandedOff(done);
        fixture.clock.advance(Duration.ofHours(2));
        assertThat(fixture.runtime.runOnce()).isZero();
        assertThat(fixture.store.audit().list(fixture.tenant, "conversation.resolve", null, 10))
                .hasSize(1);
    }

    @Test
    void nobodyInParticularMayGiveItBack() {
        fixture.flow(FLOW);
        assertThat(Fixture.texts(resolve(fixture.go(), null))).contains("Back from nobody");
    }

    @Test
    void itTimesOutWhenItsTimeHasComeAndNotEarlierAndNotTwice() {
        fixture.flow(FLOW);
        Reply waiting = fixture.go();
        fixture.clock.advance(Duration.ofHours(1).minusNanos(1000));
        assertThat(fixture.runtime.runOnce()).isZero();
        fixture.clock.advance(Duration.ofNanos(1000));
        assertThat(fixture.runtime.runOnce()).isEqualTo(1);
        Reply late = fixture.read(waiting);
        assertThat(Fixture.texts(late)).containsExactly("One moment, hi", "Nobody was there: timeout");
        assertThat(handoffStates(late)).hasSize(2);
        assertThat(fixture.runtime.runOnce()).isZero();
        assertNotHandedOff(waiting);
    }

    @Test
    void withoutATimeoutItWaitsForAsLongAsItTakesAndWithoutAnEdgeATimeoutAborts() {
        fixture.flow("- { id: people, type: handoff }");
        Reply waiting = fixture.go();
        assertThat(waiting.waitExpiresAt()).isNull();
        assertThat(waiting.blocks()).extracting(Block::type).containsExactly("handoff");
        fixture.clock.advance(Duration.ofDays(400));
        assertThat(fixture.runtime.runOnce()).isZero();
        fixture.publish("short", "short", "- { id: people, type: handoff, timeout: PT1M }");
        Reply brief = fixture.trigger(TriggerMessage.of("short", "hi"));
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.runtime.runOnce();
        assertThat(fixture.read(brief).status()).isEqualTo(ExecutionStatus.ABORTED);
    }

    @Test
    void ofPeopleAndTheTimeOutOneHasItsWay() throws Exception {
        fixture.flow(FLOW);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 30; i++) {
                Reply waiting = fixture.go();
                fixture.clock.advance(Duration.ofHours(1));
                CountDownLatch both = new CountDownLatch(2);
                Future<Boolean> resolved = two.submit(() -> {
                    both.countDown();
                    both.await();
                    try {
                        resolve(waiting, "anna");
                        return true;
                    } catch (FlowException e) {
                        return false;
                    }
                });
                Future<Integer> fired = two.submit(() -> {
                    both.countDown();
                    both.await();
                    return fixture.runtime.runOnce();
                });
                fired.get();
                assertThat(Fixture.texts(fixture.read(waiting)).subList(1, 2))
                        .containsExactly(resolved.get() ? "Back from anna" : "Nobody was there: timeout");
                assertThat(fixture.store.executions().listHistory(fixture.tenant, waiting.executionId()))
                        .hasSize(2);
            }
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void anEventOfABackEndGivesItBack() {
        fixture.flow(FLOW);
        Reply byExecution = fixture.go();
        Reply byConversation = fixture.go();
        Reply untouched = fixture.go();
        assertThat(event(Map.of("execution_id", byExecution.executionId().toString(), "resolved_by", "zoe"))
                        .executionIds())
                .containsExactly(byExecution.executionId());
        assertThat(event(Map.of(
                                "conversation_id",
                                byConversation.conversationId().toString()))
                        .executionIds())
                .containsExactly(byConversation.executionId());
        assertThat(event(Map.of()).subscriptionsMatched()).isZero();
        assertThat(Fixture.texts(fixture.read(byExecution))).contains("Back from zoe");
        assertThat(Fixture.texts(fixture.read(byConversation))).contains("Back from nobody");
        assertThat(fixture.read(untouched).status()).isEqualTo(ExecutionStatus.WAITING_TIME);
    }

    @Test
    void anEventThatComesTooLateDoesNotEndTheNextHandoff() {
        fixture.flow("""
                - { id: first, type: handoff, timeout: PT1M, on_timeout: ask }
                - { id: ask, type: choices, options: [{ value: y, label: Again }] }
                - { id: second, type: handoff, timeout: PT1M, on_timeout: late }
                - { id: back, type: message, text: Back, next: end }
                - { id: late, type: message, text: Late }
                """);
        Reply waiting = fixture.go();
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.runtime.runOnce();
        assertThat(event(Map.of("execution_id", waiting.executionId().toString()))
                        .subscriptionsMatched())
                .isZero();
        Reply second = fixture.answer(fixture.read(waiting), Map.of("value", "y"));
        fixture.runtime.runOnce();
        assertThat(fixture.read(second).status()).isEqualTo(ExecutionStatus.WAITING_TIME);
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.runtime.runOnce();
        assertThat(Fixture.texts(fixture.read(second))).containsExactly("Late");
    }

    @Test
    void theOpenOnesAreListedPageByPage() {
        fixture.flow(FLOW);
        fixture.publish(
                "byhand", "byhand", "- { id: w, type: await.task_result, event: handoff.resolved, filter: \"true\" }");
        Reply first = fixture.go();
        fixture.trigger(TriggerMessage.of("byhand", "hi"));
        Reply second = fixture.go();
        resolve(fixture.go(), "anna");
        OpenHandoff expected = new OpenHandoff(
                first.executionId(),
                first.conversationId(),
                "sales",
                "One moment, hi",
                Instant.parse("2026-03-01T10:00:00Z"),
                Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(fixture.runtime.handoffs().list(fixture.tenant, null, 1)).containsExactly(expected);
        assertThat(fixture.runtime.handoffs().list(fixture.tenant, first.executionId(), 1))
                .extracting(OpenHandoff::execution)
                .containsExactly(second.executionId());
        assertThat(fixture.runtime.handoffs().list(fixture.tenant, null, 10)).hasSize(2);
    }

    @Test
    void anotherTenantsConversationCannotBeGivenBack() {
        fixture.flow(FLOW);
        Reply waiting = fixture.go();
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> fixture.runtime
                        .handoffs()
                        .resolve(
                                fixture.runtime
                                        .tenants()
                                        .create("globex", "Globex")
                                        .id(),
                                waiting.executionId().toString(),
                                "eve"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.EXECUTION_NOT_FOUND));
        assertThat(fixture.read(waiting).status()).isEqualTo(ExecutionStatus.WAITING_TIME);
    }

    @Test
    void theWebhookTellsWhenPeopleAreWantedAndWhenTheyAreDone() {
        try (WebhookFixture webhooks = new WebhookFixture()) {
            webhooks.runtime.flows().publish(webhooks.tenant, Document.parse("help.yaml", """
                    flow: help
                    name: Help
                    trigger: { type: trigger.chat, intent_name: help }
                    nodes:
                      - { id: people, type: handoff, text: One moment, timeout: PT1H, on_timeout: again }
                      - { id: again, type: handoff }
                    """));
            Reply waiting = webhooks.open().trigger(TriggerMessage.of("help", "hi"));
            webhooks.after(Duration.ofHours(1));
            webhooks.runtime
                    .handoffs()
                    .resolve(webhooks.tenant, waiting.executionId().toString(), "anna");
            webhooks.runtime.runOnce();
            List<Map<String, Object>> told = webhooks.sent.stream()
                    .map(OutboundRequest::body)
                    .map(body -> JsonTree.readObject(new Json(body)))
                    .filter(body -> body.get("event").equals("chat.conversation.handoff"))
                    .toList();
            assertThat(told)
                    .extracting(body -> body.get("state"))
                    .containsExactly("requested", "closed", "requested", "closed");
            assertThat(told.get(0))
                    .containsOnlyKeys(
                            "event",
                            "widget_key_id",
                            "occurred_at",
                            "tenant_id",
                            "conversation_id",
                            "execution_id",
                            "state",
                            "text")
                    .containsEntry("text", "One moment")
                    .containsEntry("occurred_at", "2026-03-01T10:00:00+00:00")
                    .containsEntry("execution_id", waiting.executionId().toString());
        }
    }

    @Test
    void anAbortTakesTheConversationBackToo() {
        fixture.flow(FLOW);
        Reply waiting = fixture.go();
        Reply aborted = fixture.runtime
                .engine()
                .abort(fixture.tenant, waiting.executionId().toString(), "stop");
        assertThat(handoffStates(aborted)).hasSize(2);
        assertNotHandedOff(waiting);
    }
}
