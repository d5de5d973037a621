package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.transport.TaskMessage;
import dev.flowruntime.transport.TaskResult;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that leave over a transport. */
class TransportTest {
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final TestClock clock = new TestClock();
    private final Fixture fixture = new Fixture(new InMemoryFlowStore(), clock, clock::nanoTime);
    private final ScriptedTransport transport = new ScriptedTransport();

    @BeforeEach
    void bind() {
        fixture.flow("""
                - { id: lookup, type: enqueue.task, queue: inventory.lookup, payload: { n: 7 }, timeout: PT25M, max_attempts: 2 }
                - { id: result, type: await.task_result, task: lookup, on_error: sorry, on_timeout: late }
                - { id: answer, type: message, text: "Ships {{ node.result.output.ship_date }}", next: end }
                - { id: sorry, type: message, text: "{{ node.result.error }}", next: end }
                - { id: late, type: message, text: "Too late", next: end }
                """);
        fixture.runtime.transport("inventory.lookup", transport);
    }

    @AfterEach
    void close() {
        fixture.close();
        assertThat(transport.isStarted()).isFalse();
    }

    @Test
    void aTaskIsSentAndItsResultMovesTheExecutionOn() {
        Reply waiting = fixture.go();
        TaskMessage sent = sentOnce();
        TaskRecord task = task(waiting);
        assertThat(sent)
                .isEqualTo(new TaskMessage(
                        fixture.tenant,
                        task.id(),
                        "inventory.lookup",
                        task.execution(),
                        task.conversation(),
                        task.payload(),
                        1,
                        task.deadline()));
        assertThat(task.state()).isEqualTo(TaskState.LEASED);
        assertThat(task.attempts()).isZero();

        assertThat(transport.results().settle(completed(sent))).isTrue();
        Reply done = fixture.read(waiting);
        assertThat(done.status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(Fixture.texts(done)).containsExactly("Ships tomorrow");
        assertThat(task(waiting).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void aResultThatComesTwiceOrLateOrForNobodyChangesNothing() {
        Reply waiting = fixture.go();
        TaskMessage sent = sentOnce();
        transport.results().settle(completed(sent));
        assertThat(transport.results().settle(completed(sent))).isFalse();
        assertThat(transport.results().settle(new TaskResult.FailedForGood(sent.tenant(), sent.id(), "no")))
                .isFalse();
        assertThat(transport.results().settle(new TaskResult.Failed(sent.tenant(), sent.id(), 1, "no")))
                .isFalse();
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("Ships tomorrow");

        Reply other = fixture.go();
        TaskMessage late = sentOnce();
        clock.advance(Duration.ofMinutes(26));
        fixture.runtime.runOnce();
        assertThat(transport.results().settle(completed(late))).isFalse();
        assertThat(Fixture.texts(fixture.read(other))).containsExactly("Too late");

        UUID unknown = UUID.fromString("019e2667-0000-7000-8000-00000000dead");
        assertThat(transport.results().settle(new TaskResult.Completed(sent.tenant(), new TaskId(unknown), Map.of())))
                .isFalse();
        assertThat(transport.results().settle(new TaskResult.Completed(new TenantId(unknown), sent.id(), Map.of())))
                .isFalse();
    }

    @Test
    void theTaskOfAnAbortedExecutionIsWithdrawn() {
        Reply waiting = fixture.go();
        TaskMessage sent = sentOnce();
        fixture.runtime.engine().abort(fixture.tenant, waiting.executionId().toString(), "given up");
        assertThat(task(waiting).state()).isEqualTo(TaskState.WITHDRAWN);
        assertThat(transport.results().settle(completed(sent))).isFalse();
        clock.advance(LEASE);
        fixture.runtime.runOnce();
        assertThat(transport.sent()).isEmpty();
    }

    @Test
    void aTaskWithoutAResultIsSentAgainWhenItsLeaseEndsAndThatIsNoAttempt() {
        fixture.flow("""
                - { id: lookup, type: enqueue.task, queue: inventory.lookup, payload: {}, timeout: PT5H, max_attempts: 1 }
                - { id: result, type: await.task_result, task: lookup }
                """);
        Reply waiting = fixture.go();
        TaskMessage first = sentOnce();
        for (int again = 0; again < 5; again++) {
            clock.advance(LEASE.minusSeconds(1));
            fixture.runtime.runOnce();
            assertThat(transport.sent()).isEmpty();
            clock.advance(Duration.ofSeconds(1));
            assertThat(sentOnce()).isEqualTo(first);
        }
        transport.results().settle(completed(first));
        assertThat(fixture.read(waiting).status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void aLeaseEndsWithTheDeadline() {
        Reply waiting = fixture.go();
        sentOnce();
        clock.advance(LEASE);
        sentOnce();
        clock.advance(LEASE);
        sentOnce();
        assertThat(task(waiting).dueAt()).isEqualTo(task(waiting).deadline());
    }

    @Test
    void aFailureIsAnAttemptAndCountsOnce() {
        Reply waiting = fixture.go();
        TaskMessage first = sentOnce();
        TaskResult failure = new TaskResult.Failed(first.tenant(), first.id(), 1, "the warehouse is closed");
        assertThat(transport.results().settle(failure)).isTrue();
        assertThat(transport.results().settle(failure)).isFalse();
        clock.advance(Duration.ofSeconds(2));
        TaskMessage second = sentOnce();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(transport.results().settle(failure)).isFalse();

        assertThat(transport.results().settle(new TaskResult.Failed(first.tenant(), first.id(), 2, "still closed")))
                .isTrue();
        assertThat(task(waiting).state()).isEqualTo(TaskState.DEAD);
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("still closed");
    }

    @Test
    void aFailureForGoodIsTheLast() {
        Reply waiting = fixture.go();
        TaskMessage sent = sentOnce();
        transport.results().settle(new TaskResult.FailedForGood(sent.tenant(), sent.id(), "no such order"));
        assertThat(task(waiting).state()).isEqualTo(TaskState.FAILED);
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("no such order");
    }

    @Test
    void aBrokerThatIsDownCostsATaskNothing() {
        transport.goDown();
        Reply waiting = fixture.go();
        for (int round = 0; round < 20; round++) {
            fixture.runtime.runOnce();
            clock.advance(LONGEST_REST);
        }
        assertThat(transport.refusals()).isGreaterThan(10);
        assertThat(task(waiting).attempts()).isZero();
        assertThat(task(waiting).state()).isEqualTo(TaskState.PENDING);
        transport.comeUp();
        TaskMessage sent = sentOnce();
        assertThat(sent.attempt()).isEqualTo(1);
        transport.results().settle(completed(sent));
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("Ships tomorrow");
    }

    @Test
    void aQueueRestsWhileItsBrokerIsDownAndTheOthersDoNot() {
        ScriptedTransport other = new ScriptedTransport();
        fixture.runtime.transport("billing", other);
        fixture.publish(
                "bill",
                "pay",
                "- { id: bill, type: enqueue.task, queue: billing, payload: {} }\n"
                        + "- { id: paid, type: await.task_result, task: bill }\n");
        transport.goDown();
        fixture.go();
        fixture.runtime.runOnce();
        assertThat(transport.refusals()).isEqualTo(1);
        fixture.go();
        fixture.trigger(TriggerMessage.of("pay", "hi"));
        fixture.runtime.runOnce();
        assertThat(transport.refusals()).isEqualTo(1);
        assertThat(other.sent()).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        fixture.runtime.runOnce();
        assertThat(transport.refusals()).isEqualTo(3);
        clock.advance(Duration.ofMillis(1999));
        fixture.runtime.runOnce();
        assertThat(transport.refusals()).isEqualTo(3);
        transport.comeUp();
        clock.advance(Duration.ofMillis(1));
        fixture.runtime.runOnce();
        assertThat(transport.sent()).hasSize(2);
    }

    @Test
    void aTaskThatTheBrokerRefusesUsesItsAttemptsUp() {
        transport.refuse();
        Reply waiting = fixture.go();
        fixture.runtime.runOnce();
        assertThat(task(waiting).attempts()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        fixture.runtime.runOnce();
        assertThat(task(waiting).state()).isEqualTo(TaskState.DEAD);
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("it could not be sent: too large");
    }

    @Test
    void whatANodeWasSendingWhenItDiedIsSentByAnother() {
        transport.die();
        Reply waiting = fixture.go();
        fixture.runtime.runOnce();
        ScriptedTransport others = new ScriptedTransport();
        try (FlowRuntime other = FlowRuntime.builder(fixture.store)
                .clock(clock)
                .nanoTime(clock::nanoTime)
                .build()) {
            other.transport("inventory.lookup", others);
            other.runOnce();
            assertThat(others.sent()).isEmpty();
            clock.advance(Duration.ofSeconds(30));
            other.runOnce();
            TaskMessage sent = others.sent().remove(0);
            assertThat(sent.attempt()).isEqualTo(1);
            others.results().settle(completed(sent));
        }
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("Ships tomorrow");
    }

    @Test
    void aQueueHasOneWorkerOrOneTransport() {
        assertThatIllegalStateException()
                .isThrownBy(() -> fixture.runtime.worker("inventory.lookup", task -> Map.of()))
                .withMessageContaining("inventory.lookup");
        assertThatIllegalStateException()
                .isThrownBy(() -> fixture.runtime.transport("inventory.lookup", new ScriptedTransport()))
                .withMessageContaining("inventory.lookup");
        fixture.runtime.transport("billing", transport, Duration.ofMinutes(1));
        fixture.runtime.runOnce();
        assertThatIllegalStateException()
                .isThrownBy(() -> fixture.runtime.transport("shipping", transport))
                .withMessageContaining("before the runtime starts");
    }

    private TaskMessage sentOnce() {
        fixture.runtime.runOnce();
        assertThat(transport.sent()).hasSize(1);
        return transport.sent().remove(0);
    }

    private TaskRecord task(Reply reply) {
        return fixture.store.tasks().list(fixture.tenant, reply.executionId()).get(0);
    }

    private static TaskResult completed(TaskMessage sent) {
        return new TaskResult.Completed(sent.tenant(), sent.id(), Map.of("ship_date", "tomorrow"));
    }
}
