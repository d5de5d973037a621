package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.engine.HttpPeer.Answer;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.transport.Reach;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that take their time, many at once, by the real clock: everybody else goes on. */
@Timeout(60)
class SlowStepsTest {
    private static final int HANGING = 200;

    private final FlowStore store = new InMemoryFlowStore();
    private final FlowRuntime runtime = FlowRuntime.builder(store)
            .reach(Reach.PUBLIC_AND_LOOPBACK)
            .turnBudget(Duration.ofMillis(1))
            .build();
    private final TenantId tenant = runtime.tenants().create("acme", "Acme").id();

    @AfterEach
    void close() {
        runtime.close();
        store.close();
    }

    private void publish(String code, String nodes) {
        runtime.flows()
                .publish(
                        tenant,
                        Document.parse(
                                code + ".yaml",
                                "flow: " + code + "\nname: F\ntrigger: { type: trigger.chat, intent_name: " + code
                                        + " }\nnodes:\n" + nodes.indent(2)));
    }

    private Reply trigger(String intent) {
        return runtime.engine().trigger(new EngineTrigger(tenant, null, TriggerMessage.of(intent, "hi")));
    }

    @Test
    void requestsThatHangHoldNobodyElseUpAndAllAreAnsweredInTheEnd() throws IOException, InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Semaphore done = new Semaphore(0);
        Semaphore others = new Semaphore(0);
        try (HttpPeer peer = new HttpPeer(request -> {
            over.await();
            return Answer.text("at last");
        })) {
            runtime.node("acme.done", call -> {
                done.release();
                return NodeResult.done();
            });
            runtime.node("acme.other", call -> {
                others.release();
                return NodeResult.done();
            });
            runtime.worker("work", task -> Map.of());
            publish("slow", """
                    - { id: call, type: http.request, method: GET, url: "%s/a", timeout: PT1M }
                    - { id: told, type: acme.done }
                    """.formatted(peer.url()));
            publish("late", """
                    - { id: pause, type: wait, duration: PT0.001S }
                    - { id: call, type: http.request, method: GET, url: "%s/a", timeout: PT1M }
                    - { id: told, type: acme.done }
                    """.formatted(peer.url()));
            publish("timer", "- { id: pause, type: wait, duration: PT0.001S }\n- { id: on, type: acme.other }");
            publish("task", """
                    - { id: job, type: enqueue.task, queue: work }
                    - { id: result, type: await.task_result, task: job }
                    - { id: on, type: acme.other }
                    """);
            publish("event", """
                    - { id: paid, type: await.task_result, event: paid, filter: "true" }
                    - { id: on, type: acme.other }
                    """);
            publish("plain", "- { id: hi, type: message, text: Hi }");
            runtime.start();

            List<Reply> slow = new ArrayList<>();
            for (int i = 0; i < HANGING / 2; i++) {
                slow.add(trigger("slow"));
                slow.add(trigger("late"));
            }
            assertThat(slow)
                    .extracting(Reply::status)
                    .doesNotContain(ExecutionStatus.COMPLETED, ExecutionStatus.FAILED);

            assertThat(trigger("plain").status()).isEqualTo(ExecutionStatus.COMPLETED);
            trigger("timer");
            trigger("task");
            trigger("event");
            runtime.engine().publish(new EventRequest(tenant, "paid", Map.of(), null));
            assertThat(others.tryAcquire(3, 10, TimeUnit.SECONDS)).isTrue();
            assertThat(done.availablePermits()).isZero();

            over.countDown();
            assertThat(done.tryAcquire(HANGING, 20, TimeUnit.SECONDS)).isTrue();
            assertThat(peer.received).hasSize(HANGING);
        }
    }
}
