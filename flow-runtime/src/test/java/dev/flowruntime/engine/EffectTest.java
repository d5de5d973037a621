package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.node.NodeResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes of the host: pure ones inside the turn, those with effects between two commits. */
class EffectTest {
    private static final String CHARGE = """
            - { id: before, type: message, text: Charging }
            - { id: charge, type: acme.charge, amount: "{{ 20 + 2 }}", on_error: sorry }
            - { id: ok, type: message, text: "Receipt {{ node.charge.output.receipt }}", next: end }
            - { id: sorry, type: message, text: "Failed: {{ node.charge.error }}" }
            """;

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aPureNodeComputesInsideTheTurn() {
        fixture.runtime.node(
                "acme.price",
                call -> NodeResult.done(Map.of("total", (Long) call.members().get("net") * 2)));
        fixture.flow("""
                - { id: price, type: acme.price, net: "{{ 21 }}" }
                - { id: say, type: message, text: "{{ node.price.output.total }}" }
                """);
        Reply reply = fixture.go();
        assertThat(Fixture.texts(reply)).containsExactly("42");
        assertThat(fixture.store.executions().listHistory(fixture.tenant, reply.executionId()))
                .hasSize(1);
    }

    @Test
    void aNodeWithEffectsRunsBetweenTwoCommitsAndTheReplyHasItsBlocks() {
        AtomicReference<ExecutionStatus> stored = new AtomicReference<>();
        fixture.runtime.effect("acme.charge", call -> {
            stored.set(fixture.store
                    .executions()
                    .find(call.tenant(), call.execution())
                    .orElseThrow()
                    .status());
            return NodeResult.done(Map.of("receipt", "R" + call.members().get("amount")));
        });
        fixture.flow(CHARGE);
        Reply reply = fixture.go();
        assertThat(stored.get()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(reply.status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(Fixture.texts(reply)).containsExactly("Charging", "Receipt R22");
        assertThat(fixture.store.executions().listHistory(fixture.tenant, reply.executionId()))
                .hasSize(2);
    }

    @Test
    void aFailureTakesTheErrorEdge() {
        fixture.runtime.effect("acme.charge", call -> {
            throw new IllegalStateException("card declined");
        });
        fixture.flow(CHARGE);
        assertThat(Fixture.texts(fixture.go())).containsExactly("Charging", "Failed: card declined");
    }

    @Test
    void pastTheTurnBudgetTheReplySaysRunningAndTheWorkGoesOn() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        try (FlowRuntime quick = FlowRuntime.builder(fixture.store)
                .clock(fixture.clock)
                .turnBudget(Duration.ofMillis(1))
                .build()) {
            quick.effect("acme.charge", call -> {
                finish.await();
                return NodeResult.done(Map.of("receipt", "R1"));
            });
            quick.node("acme.tell", call -> {
                finished.countDown();
                return NodeResult.done();
            });
            quick.flows()
                    .publish(
                            fixture.tenant,
                            Document.parse(
                                    "slow.yaml",
                                    "flow: slow\nname: Slow\ntrigger: { type: trigger.chat, intent_name: slow }\nnodes:\n"
                                            + CHARGE.indent(2).replace("next: end", "next: tell")
                                            + "  - { id: tell, type: acme.tell }\n"));
            Reply reply =
                    quick.engine().trigger(new EngineTrigger(fixture.tenant, null, TriggerMessage.of("slow", "hi")));
            assertThat(reply.status()).isEqualTo(ExecutionStatus.RUNNING);
            assertThat(Fixture.texts(reply)).containsExactly("Charging");
            finish.countDown();
            finished.await();
        } // closing waits for what runs
        Reply done = fixture.runtime
                .engine()
                .read(
                        fixture.tenant,
                        fixture.store
                                .audit()
                                .list(fixture.tenant, "engine.api.call", null, 10)
                                .get(0)
                                .details()
                                .text()
                                .replaceAll(".*\"execution_id\":\"([^\"]+)\".*", "$1"));
        assertThat(done.status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(Fixture.texts(done)).containsExactly("Charging", "Receipt R1");
    }

    @Test
    void aStepWhoseWorkerDiedIsDoneAgainWithTheSameStepIdWhenTheLeaseHasEnded() {
        ConcurrentLinkedQueue<String> steps = new ConcurrentLinkedQueue<>();
        AtomicInteger tries = new AtomicInteger();
        fixture.runtime.effect("acme.charge", call -> {
            steps.add(call.stepId());
            if (tries.incrementAndGet() == 1) {
                throw new ThreadDeath();
            }
            return NodeResult.done(Map.of("receipt", "R1"));
        });
        fixture.flow(CHARGE);
        org.assertj.core.api.Assertions.assertThatThrownBy(fixture::go).hasCauseInstanceOf(ThreadDeath.class);
        assertThat(fixture.runtime.runOnce()).isZero();
        fixture.clock.advance(Duration.ofSeconds(30));
        assertThat(fixture.runtime.runOnce()).isEqualTo(1);
        assertThat(steps).hasSize(2);
        assertThat(List.copyOf(steps).get(0)).isEqualTo(List.copyOf(steps).get(1));
    }

    @Test
    void aStepThatNeverComesToAnEndFailsAfterFiveAttempts() {
        AtomicInteger tries = new AtomicInteger();
        fixture.runtime.effect("acme.charge", call -> {
            tries.incrementAndGet();
            throw new ThreadDeath();
        });
        fixture.flow(CHARGE);
        org.assertj.core.api.Assertions.assertThatThrownBy(fixture::go).hasCauseInstanceOf(ThreadDeath.class);
        for (int i = 0; i < 5; i++) {
            fixture.clock.advance(Duration.ofSeconds(31));
            org.assertj.core.api.Assertions.assertThatThrownBy(fixture.runtime::runOnce)
                    .isInstanceOf(ThreadDeath.class);
        }
        fixture.clock.advance(Duration.ofSeconds(31));
        assertThat(fixture.runtime.runOnce()).isEqualTo(1);
        assertThat(tries).hasValue(6);
        assertThat(fixture.runtime.runOnce()).isZero();
    }

    @Test
    void anAbortWhileAStepRunsWinsAndTheCallerIsToldSo() {
        fixture.runtime.effect("acme.charge", call -> {
            fixture.runtime.engine().abort(call.tenant(), call.execution().toString(), "stop");
            return NodeResult.done(Map.of("receipt", "R1"));
        });
        fixture.flow(CHARGE);
        Reply reply = fixture.go();
        assertThat(reply.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(Fixture.texts(reply)).containsExactly("Charging");
        assertThat(fixture.store.audit().list(fixture.tenant, "execution.abort", null, 10))
                .hasSize(1);
    }
}
