package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.EventReply;
import dev.flowruntime.EventRequest;
import dev.flowruntime.Reply;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What time does to executions that wait. */
class TimerTest {
    private static final String FORM = "fields: [{ name: name, type: text, label: Name, required: true }]";

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aWaitFiresWhenItsTimeHasComeAndNotEarlier() {
        fixture.flow("""
                - { id: pause, type: wait, duration: PT1H }
                - { id: say, type: message, text: "fired at {{ node.pause.output.fired_at }}" }
                """);
        Reply waiting = fixture.go();
        assertThat(waiting.status()).isEqualTo(ExecutionStatus.WAITING_TIME);
        assertThat(waiting.waitExpiresAt()).isEqualTo("2026-03-01T11:00:00Z");
        fixture.clock.advance(Duration.ofMinutes(60).minusNanos(1000));
        assertThat(fixture.runtime.runOnce()).isZero();
        fixture.clock.advance(Duration.ofNanos(1000));
        assertThat(fixture.runtime.runOnce()).isEqualTo(1);
        assertThat(fixture.read(waiting).status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("fired at 2026-03-01T11:00:00Z");
        assertThat(fixture.runtime.runOnce()).isZero();
    }

    @Test
    void aWaitUntilAnInstantTakesItFromAnExpression() {
        fixture.flow("""
                - { id: at, type: set, values: { at: "2026-03-02T09:00:00+01:00" } }
                - { id: pause, type: wait, until: "{{ vars.at }}" }
                """);
        assertThat(fixture.go().waitExpiresAt()).isEqualTo("2026-03-02T08:00:00Z");
    }

    @Test
    void anUnansweredFormTakesItsTimeOutEdge() {
        fixture.flow("- { id: ask, type: form, timeout: PT5M, on_timeout: late, " + FORM + ", next: end }\n"
                + "- { id: late, type: message, text: Too late }");
        Reply asked = fixture.go();
        fixture.clock.advance(Duration.ofMinutes(5));
        fixture.runtime.runOnce();
        assertThat(fixture.read(asked).status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(Fixture.texts(fixture.read(asked))).containsExactly("Too late");
    }

    @Test
    void anAnswerCancelsTheTimeOut() {
        fixture.flow("- { id: ask, type: form, timeout: PT5M, on_timeout: late, " + FORM + ", next: end }\n"
                + "- { id: late, type: message, text: Too late }");
        Reply asked = fixture.go();
        fixture.answer(asked, Map.of("name", "Ada"));
        fixture.clock.advance(Duration.ofMinutes(6));
        assertThat(fixture.runtime.runOnce()).isZero();
        assertThat(Fixture.texts(fixture.read(asked))).isEmpty();
    }

    @Test
    void aReminderIsSentOnceAndTheWaitGoesOnWithItsToken() {
        fixture.flow("- { id: ask, type: form, timeout: PT5M, remind_after: PT1M, remind_text: \"Hello?\", " + FORM
                + " }\n");
        Reply asked = fixture.go();
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.runtime.runOnce();
        Reply reminded = fixture.read(asked);
        assertThat(reminded.status()).isEqualTo(ExecutionStatus.WAITING_INPUT);
        assertThat(reminded.waitToken()).isEqualTo(asked.waitToken());
        assertThat(Fixture.texts(reminded)).containsExactly("Hello?");
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(fixture.runtime.runOnce()).isZero();
        assertThat(fixture.answer(asked, Map.of("name", "Ada")).status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void theSoonerOfDeadlineAndTimeOutEndsAnAwaitAndALateResultChangesNothing() {
        fixture.flow("""
                - { id: job, type: enqueue.task, queue: jobs, timeout: PT10M }
                - { id: result, type: await.task_result, task: job, timeout: PT20M, on_timeout: late }
                - { id: ok, type: message, text: Done, next: end }
                - { id: late, type: message, text: Too late }
                """);
        Reply waiting = fixture.go();
        assertThat(waiting.waitExpiresAt()).isEqualTo("2026-03-01T10:10:00Z");
        fixture.clock.advance(Duration.ofMinutes(10));
        fixture.runtime.runOnce();
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("Too late");

        TaskRecord task = fixture.store
                .tasks()
                .list(fixture.tenant, waiting.executionId())
                .get(0);
        assertThat(task.state()).isEqualTo(TaskState.WITHDRAWN);
        EventReply reply = fixture.runtime
                .engine()
                .publish(new EventRequest(
                        fixture.tenant,
                        "jobs.completed",
                        Map.of("task_id", task.id().toString()),
                        null));
        assertThat(reply.subscriptionsMatched()).isZero();
        assertThat(Fixture.texts(fixture.read(waiting))).containsExactly("Too late");
    }

    @Test
    void tenThousandDueAtOneInstantAllFireOnce() {
        fixture.flow("- { id: pause, type: wait, duration: PT1M }\n- { id: say, type: message, text: Now }");
        for (int i = 0; i < 10_000; i++) {
            fixture.go();
        }
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(fixture.runtime.runOnce()).isEqualTo(10_000);
        assertThat(fixture.runtime.runOnce()).isZero();
    }
}
