package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.EventReply;
import dev.flowruntime.EventRequest;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order-status journey, from the trigger to the answer. */
class JourneyTest {
    private static final String ORDER_STATUS = """
            - { id: ask, type: message, text: "What's your order number?" }
            - id: order_form
              type: form
              fields:
                - { name: order_number, type: text, label: "Order #", required: true }
            - id: lookup
              type: enqueue.task
              queue: inventory.lookup
              payload: { order_number: "{{ node.order_form.output.order_number }}" }
            - { id: result, type: await.task_result, task: lookup, on_error: sorry, on_timeout: sorry }
            - { id: answer, type: message, text: "Ships {{ node.result.output.ship_date }}", next: end }
            - { id: sorry, type: message, text: "Try again", next: end }
            """;

    private final Fixture fixture = new Fixture();

    @BeforeEach
    void publish() {
        fixture.flow(ORDER_STATUS);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aWorkerInThisProcessAnswers() {
        fixture.runtime.worker(
                "inventory.lookup",
                task -> Map.of("ship_date", "tomorrow " + task.payload().get("order_number")));

        Reply asked = fixture.trigger(TriggerMessage.of("go", "Where is my order?"));
        assertThat(asked.status()).isEqualTo(ExecutionStatus.WAITING_INPUT);
        assertThat(asked.blocks()).extracting("type").containsExactly("message", "form");

        Reply waiting = fixture.answer(asked, Map.of("order_number", "A-1"));
        assertThat(waiting.status()).isEqualTo(ExecutionStatus.WAITING_TIME);
        assertThat(waiting.blocks()).isEmpty();
        assertThat(waiting.waitToken()).isNull();

        fixture.runtime.runOnce();
        Reply done = fixture.read(asked);
        assertThat(done.status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(Fixture.texts(done)).containsExactly("Ships tomorrow A-1");
    }

    @Test
    void aWorkerOutsideAnswersByAnEvent() {
        Reply asked = fixture.go();
        fixture.answer(asked, Map.of("order_number", "A-1"));
        TaskRecord task =
                fixture.store.tasks().list(fixture.tenant, asked.executionId()).get(0);

        EventReply reply = fixture.runtime
                .engine()
                .publish(new EventRequest(
                        fixture.tenant,
                        "inventory.lookup.completed",
                        Map.of("task_id", task.id().toString(), "ship_date", "today"),
                        null));

        assertThat(reply.subscriptionsMatched()).isEqualTo(1);
        assertThat(reply.executionIds()).isEqualTo(List.of(asked.executionId()));
        assertThat(Fixture.texts(fixture.read(asked))).containsExactly("Ships today");
        assertThat(fixture.store
                        .tasks()
                        .find(fixture.tenant, task.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void theHistoryHasOneEventForEachRevision() {
        Reply asked = fixture.go();
        fixture.answer(asked, Map.of("order_number", "A-1"));
        var history = fixture.store.executions().listHistory(fixture.tenant, asked.executionId());
        assertThat(history).extracting("revision").containsExactly(1L, 2L);
        assertThat(history.get(0).steps().text()).isEqualTo("[\"ask\",\"order_form\"]");
        assertThat(history.get(1).steps().text()).isEqualTo("[\"lookup\",\"result\"]");
    }
}
