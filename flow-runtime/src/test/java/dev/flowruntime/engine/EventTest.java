package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.EventReply;
import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowException;
import dev.flowruntime.Reply;
import dev.flowruntime.TaskWorker;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events from outside meet what waits for them. */
class EventTest {
    private static final String AWAIT_PAID = """
            - { id: paid, type: await.task_result, event: order.paid, filter: "event.data.order == vars.order" }
            - { id: say, type: message, text: "Paid {{ node.paid.output.amount }}" }
            """;

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private EventReply publish(String name, Map<String, Object> data) {
        return fixture.runtime.engine().publish(new EventRequest(fixture.tenant, name, data, null));
    }

    private Reply waitingFor(String order) {
        return fixture.trigger(new TriggerMessage("hi", "go", Map.of(), Map.of("order", order)));
    }

    @Test
    void anEventWakesTheExecutionsWhoseFilterItPasses() {
        fixture.flow(AWAIT_PAID);
        Reply one = waitingFor("A-1");
        Reply two = waitingFor("A-2");
        EventReply reply = publish("order.paid", Map.of("order", "A-2", "amount", 12L));
        assertThat(reply.executionIds()).containsExactly(two.executionId());
        assertThat(fixture.read(one).status()).isEqualTo(ExecutionStatus.WAITING_TIME);
        assertThat(Fixture.texts(fixture.read(two))).containsExactly("Paid 12");
    }

    @Test
    void anEventThatNamesAnExecutionNeedsNoFilter() {
        fixture.flow(AWAIT_PAID);
        Reply one = waitingFor("A-1");
        EventReply reply =
                publish("order.paid", Map.of("execution_id", one.executionId().toString(), "amount", 1L));
        assertThat(reply.subscriptionsMatched()).isEqualTo(1);
        assertThat(Fixture.texts(fixture.read(one))).containsExactly("Paid 1");
    }

    @Test
    void aResultThatComesBeforeItsAwaitIsKept() {
        fixture.flow("""
                - { id: job, type: enqueue.task, queue: jobs }
                - { id: ask, type: form, fields: [{ name: n, type: text, label: N, required: true }] }
                - { id: result, type: await.task_result, task: job }
                - { id: say, type: message, text: "Result {{ node.result.output.value }}" }
                """);
        Reply asked = fixture.go();
        TaskRecord task =
                fixture.store.tasks().list(fixture.tenant, asked.executionId()).get(0);
        EventReply reply = publish("jobs.completed", Map.of("task_id", task.id().toString(), "value", 7L));
        assertThat(reply.subscriptionsMatched()).isZero();
        Reply done = fixture.answer(asked, Map.of("n", "x"));
        assertThat(done.status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(Fixture.texts(done)).containsExactly("Result 7");
    }

    @Test
    void aTaskWhoseResultCameEarlyByTheExecutionsIdIsHandedToNobody() {
        fixture.flow("""
                - { id: job, type: enqueue.task, queue: jobs }
                - { id: ask, type: form, fields: [{ name: n, type: text, label: N, required: true }] }
                - { id: result, type: await.task_result, task: job }
                - { id: say, type: message, text: "Result {{ node.result.output.value }}" }
                """);
        Reply asked = fixture.go();
        publish("jobs.completed", Map.of("execution_id", asked.executionId().toString(), "value", 7L));
        Reply done = fixture.answer(asked, Map.of("n", "x"));
        assertThat(Fixture.texts(done)).containsExactly("Result 7");
        assertThat(fixture.store.tasks().list(fixture.tenant, asked.executionId()))
                .extracting(TaskRecord::state)
                .containsExactly(TaskState.WITHDRAWN);
    }

    @Test
    void aSecondResultChangesNothing() {
        fixture.flow("""
                - { id: job, type: enqueue.task, queue: jobs }
                - { id: result, type: await.task_result, task: job }
                """);
        Reply waiting = fixture.go();
        String task = fixture.store
                .tasks()
                .list(fixture.tenant, waiting.executionId())
                .get(0)
                .id()
                .toString();
        assertThat(publish("jobs.progress", Map.of("task_id", task)).subscriptionsMatched())
                .isZero();
        assertThat(publish("jobs.completed", Map.of("task_id", task)).subscriptionsMatched())
                .isEqualTo(1);
        assertThat(publish("jobs.completed", Map.of("task_id", task)).subscriptionsMatched())
                .isZero();
        assertThat(publish("jobs.failed", Map.of("task_id", task)).subscriptionsMatched())
                .isZero();
        assertThat(fixture.read(waiting).status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void aFailureEventTakesTheErrorEdge() {
        fixture.flow("""
                - { id: job, type: enqueue.task, queue: jobs }
                - { id: result, type: await.task_result, task: job, on_error: sorry, next: end }
                - { id: sorry, type: message, text: "No: {{ node.result.error }}" }
                """);
        Reply waiting = fixture.go();
        TaskRecord task = fixture.store
                .tasks()
                .list(fixture.tenant, waiting.executionId())
                .get(0);
        EventReply reply = publish("jobs.failed", Map.of("task_id", task.id().toString(), "message", "out of stock"));
        assertThat(reply.subscriptionsMatched()).isEqualTo(1);
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("No: out of stock");
        assertThat(fixture.store
                        .tasks()
                        .find(fixture.tenant, task.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(TaskState.FAILED);
    }

    @Test
    void anEventStartsTheFlowsThatItTriggers() {
        fixture.publishEventFlow(
                "welcome",
                "{ type: trigger.event, event_name: user.created, filter: \"event.data.plan == 'pro'\" }",
                "- { id: hi, type: message, text: \"Hi {{ trigger.data.name }}\" }");
        assertThat(publish("user.created", Map.of("plan", "free", "name", "Bob"))
                        .subscriptionsMatched())
                .isZero();
        assertThat(publish("user.created", Map.of("name", "No plan")).subscriptionsMatched())
                .isZero();
        EventReply reply = publish("user.created", Map.of("plan", "pro", "name", "Ada"));
        assertThat(reply.executionIds()).hasSize(1);
        Reply started = fixture.runtime
                .engine()
                .read(fixture.tenant, reply.executionIds().get(0).toString());
        assertThat(Fixture.texts(started)).containsExactly("Hi Ada");
    }

    @Test
    void aStartedFlowRunsInTheConversationThatTheEventNames() {
        fixture.flow("- { id: hi, type: message, text: Hi }");
        fixture.publishEventFlow(
                "welcome",
                "{ type: trigger.event, event_name: user.created }",
                "- { id: hi, type: message, text: Hi }");
        Reply first = fixture.go();
        EventReply reply = publish(
                "user.created", Map.of("conversation_id", first.conversationId().toString()));
        assertThat(fixture.store
                        .executions()
                        .find(fixture.tenant, reply.executionIds().get(0))
                        .orElseThrow()
                        .conversation())
                .isEqualTo(first.conversationId());
    }

    @Test
    void aRepeatedIdempotencyKeyGetsTheFirstReplyAndAnotherBodyIsAConflict() {
        fixture.flow(AWAIT_PAID);
        waitingFor("A-1");
        EventRequest event =
                new EventRequest(fixture.tenant, "order.paid", Map.of("order", "A-1", "amount", 5L), "key-1");
        EventReply first = fixture.runtime.engine().publish(event);
        assertThat(fixture.runtime.engine().publish(event)).isEqualTo(first);
        EventRequest other =
                new EventRequest(fixture.tenant, "order.paid", Map.of("order", "A-1", "amount", 6L), "key-1");
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> fixture.runtime.engine().publish(other))
                .extracting(FlowException::code)
                .isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    @Test
    void aFailingWorkerIsTriedAgainWithBackoffUntilItsAttemptsAreUsedUp() {
        AtomicInteger attempts = new AtomicInteger();
        fixture.runtime.worker("jobs", task -> {
            attempts.incrementAndGet();
            throw new IllegalStateException("boom");
        });
        fixture.flow("""
                - { id: job, type: enqueue.task, queue: jobs, max_attempts: 3 }
                - { id: result, type: await.task_result, task: job, on_error: sorry, next: end }
                - { id: sorry, type: message, text: "No: {{ node.result.error }}" }
                """);
        Reply waiting = fixture.go();
        fixture.runtime.runOnce();
        assertThat(attempts).hasValue(1);
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.runtime.runOnce();
        assertThat(attempts).hasValue(2);
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.runtime.runOnce();
        assertThat(attempts).hasValue(2);
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.runtime.runOnce();
        assertThat(attempts).hasValue(3);
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("No: boom");
        assertThat(fixture.store
                        .tasks()
                        .list(fixture.tenant, waiting.executionId())
                        .get(0)
                        .state())
                .isEqualTo(TaskState.DEAD);
    }

    @Test
    void aPermanentFailureIsNotTriedAgain() {
        fixture.runtime.worker("jobs", task -> {
            throw new TaskWorker.PermanentFailure("no such order");
        });
        fixture.flow("""
                - { id: job, type: enqueue.task, queue: jobs }
                - { id: result, type: await.task_result, task: job, on_error: sorry, next: end }
                - { id: sorry, type: message, text: "No: {{ node.result.error }}" }
                """);
        Reply waiting = fixture.go();
        fixture.runtime.runOnce();
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("No: no such order");
    }
}
