package dev.flowruntime.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What a {@link TaskTransport} over a broker must do, on a real one. */
abstract class BrokerContract {
    private static final String QUEUE = "inventory.lookup";

    private final FlowStore store = new InMemoryFlowStore();
    private Destinations destinations;
    private ObservedTransport transport;
    private FlowRuntime runtime;
    private TenantId tenant;

    abstract Broker broker();

    @BeforeEach
    void start(TestInfo test) throws Exception {
        String name = test.getTestMethod().orElseThrow().getName();
        destinations = new Destinations(name + ".tasks.", name + ".results", name + ".dead");
        broker().prepare(destinations, QUEUE);
        transport = new ObservedTransport(broker().transport(destinations));
        runtime = FlowRuntime.builder(store).build();
        runtime.transport(QUEUE, transport);
        tenant = runtime.tenants().create("acme", "Acme Inc.").id();
        runtime.flows().publish(tenant, Document.parse("flow.yaml", """
                                flow: flow
                                name: Flow
                                trigger: { type: trigger.chat, intent_name: go }
                                nodes:
                                  - { id: lookup, type: enqueue.task, queue: inventory.lookup, payload: { number: "Ä-1" } }
                                  - { id: result, type: await.task_result, task: lookup }
                                  - { id: answer, type: message, text: "Ships {{ node.result.output.ship_date }}" }
                                """));
    }

    @AfterEach
    void close() {
        runtime.close();
        store.close();
    }

    @Test
    void aTaskGoesOutAndItsResultComesBack() throws Exception {
        runtime.start();
        Reply waiting = go();
        Map<String, Object> sent = takeTask();
        TaskRecord task = store.tasks().list(tenant, waiting.executionId()).get(0);
        assertThat(sent)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "tenant_id", tenant.toString(),
                        "task_id", task.id().toString(),
                        "queue", QUEUE,
                        "execution_id", task.execution().toString(),
                        "conversation_id", task.conversation().toString(),
                        "payload", Map.of("number", "Ä-1"),
                        "attempt", 1L,
                        "deadline", task.deadline().toString()));
        putResult(sent);
        assertThat(transport.nextSettled()).isTrue();
        assertDone(waiting);
    }

    @Test
    void aFailedTaskGoesOutAgain() throws Exception {
        runtime.start();
        go();
        Map<String, Object> sent = takeTask();
        broker().put(destinations.results(), text(sent, "\"state\":\"failed\",\"attempt\":1,\"message\":\"closed\""));
        assertThat(transport.nextSettled()).isTrue();
        Map<String, Object> again = takeTask();
        assertThat(again.get("task_id")).isEqualTo(sent.get("task_id"));
        assertThat(again.get("attempt")).isEqualTo(2L);
    }

    @Test
    void aResultThatComesTwiceOrLateChangesNothing() throws Exception {
        runtime.start();
        Reply waiting = go();
        Map<String, Object> sent = takeTask();
        putResult(sent);
        assertThat(transport.nextSettled()).isTrue();
        putResult(sent);
        assertThat(transport.nextSettled()).isFalse();
        assertDone(waiting);

        Reply aborted = go();
        Map<String, Object> late = takeTask();
        runtime.engine().abort(tenant, aborted.executionId().toString(), "given up");
        putResult(late);
        assertThat(transport.nextSettled()).isFalse();
        assertThat(read(aborted).status()).isEqualTo(ExecutionStatus.ABORTED);
    }

    @Test
    void aResultThatNobodyCanReadGoesToTheDeadLettersAndTheNextIsTaken() throws Exception {
        runtime.start();
        go();
        Map<String, Object> sent = takeTask();
        broker().put(destinations.results(), "{\"state\":\"completed\"}");
        putResult(sent);
        assertThat(transport.nextSettled()).isTrue();
        assertThat(broker().take(destinations.deadResults())).isEqualTo("{\"state\":\"completed\"}");
    }

    @Test
    void nothingIsLostWhileTheBrokerIsDown() throws Exception {
        runtime.start();
        Reply before = go();
        Map<String, Object> sent = takeTask();
        broker().stop();
        Reply meanwhile = go();
        assertThat(transport.nextFailure()).isInstanceOf(BrokerDownException.class);
        TaskRecord task = store.tasks().list(tenant, meanwhile.executionId()).get(0);
        assertThat(task.attempts()).isZero();
        broker().start();
        putResult(sent);
        assertThat(transport.nextSettled()).isTrue();
        assertDone(before);
        Map<String, Object> sentLater = takeTask();
        assertThat(sentLater.get("task_id")).isEqualTo(task.id().toString());
        assertThat(sentLater.get("attempt")).isEqualTo(1L);
        putResult(sentLater);
        assertThat(transport.nextSettled()).isTrue();
        assertDone(meanwhile);
    }

    @Test
    void aResultIsTakenByAnotherNodeThanTheOneThatSentItsTask() throws Exception {
        Reply waiting = go();
        runtime.runOnce();
        Map<String, Object> sent = takeTask();
        runtime.close();
        ObservedTransport others = new ObservedTransport(broker().transport(destinations));
        try (FlowRuntime other = FlowRuntime.builder(store).build()) {
            other.transport(QUEUE, others).start();
            putResult(sent);
            assertThat(others.nextSettled()).isTrue();
            assertDone(waiting);
        }
    }

    @Test
    void aResultThatWasNotTakenComesAgainAlsoAtAnotherNode() throws Exception {
        Reply waiting = go();
        runtime.runOnce();
        Map<String, Object> sent = takeTask();
        runtime.close();
        BlockingQueue<TaskResult> taken = new LinkedBlockingQueue<>();
        TaskTransport dying = broker().transport(destinations);
        dying.start(result -> {
            taken.add(result);
            throw new StoreException(StoreException.Retry.LATER, "out of reach");
        });
        putResult(sent);
        assertThat(ObservedTransport.next(taken).task()).hasToString((String) sent.get("task_id"));
        ObservedTransport.next(taken);
        dying.close();
        ObservedTransport others = new ObservedTransport(broker().transport(destinations));
        try (FlowRuntime other = FlowRuntime.builder(store).build()) {
            other.transport(QUEUE, others).start();
            assertThat(others.nextSettled()).isTrue();
            assertDone(waiting);
        }
    }

    private Reply go() {
        return runtime.engine().trigger(new EngineTrigger(tenant, null, TriggerMessage.of("go", "hi")));
    }

    private Reply read(Reply reply) {
        return runtime.engine().read(tenant, reply.executionId().toString());
    }

    private void assertDone(Reply waiting) {
        Reply done = read(waiting);
        assertThat(done.status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(done.blocks()).hasSize(1);
        assertThat(done.blocks().get(0).payload().text()).contains("Ships morgen früh");
    }

    private Map<String, Object> takeTask() throws Exception {
        return JsonTree.readObject(new Json(broker().take(destinations.tasks(QUEUE))));
    }

    private void putResult(Map<String, Object> task) throws Exception {
        broker().put(
                        destinations.results(),
                        text(task, "\"state\":\"completed\",\"data\":{\"ship_date\":\"morgen früh\"}"));
    }

    private static String text(Map<String, Object> task, String rest) {
        return "{\"tenant_id\":\"%s\",\"task_id\":\"%s\",%s}"
                .formatted(task.get("tenant_id"), task.get("task_id"), rest);
    }
}
