package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TaskWorker;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.metrics.MicrometerObserver;
import dev.flowruntime.metrics.RuntimeObserver;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent.Cause;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes meters, and what an observer hears. */
class MetricsTest {
    private static final String TASK = """
            - { id: work, type: enqueue.task, queue: print, max_attempts: 2, payload: { page: 1 } }
            - { id: done, type: await.task_result, task: work, event: print.completed, on_error: end }
            """;

    private final MockClock monotonic = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, monotonic);
    private final AtomicLong nanos = new AtomicLong();
    private final TestClock clock = new TestClock();
    private final List<String> asked = new ArrayList<>();
    private boolean outOfReach;
    private final FlowStore store = watched(FlowStore.class, new InMemoryFlowStore());
    private @Nullable FlowRuntime runtime;

    @AfterEach
    void close() {
        outOfReach = false;
        if (runtime != null) {
            runtime.close();
        }
    }

    /** The store, as long as it is not out of reach. */
    private <T> T watched(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (type == FlowStore.class && method.getReturnType().isInterface()) {
                        return watched(method.getReturnType(), method.invoke(target, arguments));
                    }
                    return ask(target, method, arguments);
                }));
    }

    private Object ask(Object target, Method method, Object[] arguments) throws ReflectiveOperationException {
        asked.add(method.getName());
        if (outOfReach) {
            throw new StoreException(StoreException.Retry.LATER, "out of reach");
        }
        return method.invoke(target, arguments);
    }

    /** A runtime in which each look at the time takes a millisecond. */
    private FlowRuntime runtime(RuntimeObserver observer) {
        FlowRuntime made = FlowRuntime.builder(store)
                .clock(clock)
                .nanoTime(() -> nanos.addAndGet(1_000_000))
                .observer(observer)
                .build();
        runtime = made;
        return made;
    }

    private FlowRuntime metered() {
        return runtime(new MicrometerObserver(registry));
    }

    private static TenantId tenant(FlowRuntime runtime, String nodes) {
        TenantId tenant = runtime.tenants().create("acme", "Acme Inc.").id();
        String head = "flow: go\nname: Go\ntrigger: { type: trigger.chat, intent_name: go }\nnodes:\n";
        runtime.flows().publish(tenant, Document.parse("go.yaml", head + nodes.indent(2)));
        return tenant;
    }

    private static Reply go(FlowRuntime runtime, TenantId tenant) {
        return runtime.engine().trigger(new EngineTrigger(tenant, null, TriggerMessage.of("go", "hi")));
    }

    private double turns(String kind, String status) {
        return registry.get("flow.turns")
                .tags("kind", kind, "status", status)
                .counter()
                .count();
    }

    private double tasks(String outcome) {
        return registry.get("flow.tasks")
                .tags("queue", "print", "outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void turnsAreCountedByWhyTheyRanAndWhereTheExecutionStands() {
        FlowRuntime metered = metered();
        TenantId tenant = tenant(metered, """
                - { id: ask, type: form, fields: [{ name: n, type: text, label: N }] }
                - { id: later, type: wait, duration: PT1H }
                """);
        assertThat(turns("trigger", "waiting_input")).isZero();
        Reply asking = go(metered, tenant);
        go(metered, tenant);
        metered.engine().resume(tenant, ResumeMessage.of(asking, Map.of("n", "Ada")));
        clock.advance(Duration.ofHours(1));
        metered.runOnce();
        assertThat(turns("trigger", "waiting_input")).isEqualTo(2);
        assertThat(turns("resume", "waiting_time")).isEqualTo(1);
        assertThat(turns("timer", "completed")).isEqualTo(1);
        Timer time = registry.get("flow.turn").timer();
        assertThat(time.count()).isEqualTo(4);
        assertThat(time.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(4);
        assertThat(registry.get("flow.claimed")
                        .tag("work", "execution")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aTurnThatIsRefusedIsNone() {
        FlowRuntime metered = metered();
        TenantId tenant = tenant(
                metered, "- { id: ask, type: form, fields: [{ name: n, type: text, label: N, required: true }] }");
        Reply asking = go(metered, tenant);
        assertThatCode(() -> metered.engine().resume(tenant, ResumeMessage.of(asking, Map.of())))
                .hasMessageContaining("n");
        assertThat(registry.get("flow.turn").timer().count()).isEqualTo(1);
    }

    @Test
    void attemptsAtTasksAreCountedByWhatComesOfThem() {
        FlowRuntime metered = metered();
        TenantId tenant = tenant(metered, TASK);
        metered.worker("print", task -> {
            switch (task.attempt()) {
                case 1 -> throw new IllegalStateException("paper jam");
                default -> throw new IllegalStateException("out of paper");
            }
        });
        go(metered, tenant);
        metered.runOnce();
        assertThat(tasks("retried")).isEqualTo(1);
        clock.advance(Duration.ofMinutes(1));
        metered.runOnce();
        assertThat(tasks("dead")).isEqualTo(1);
        assertThat(tasks("retried")).isEqualTo(1);
        assertThat(tasks("completed")).isZero();
        assertThat(registry.get("flow.claimed").tag("work", "task").counter().count())
                .isEqualTo(2);
    }

    @Test
    void resultsCountWhetherWorkersOrEventsBringThem() {
        FlowRuntime metered = metered();
        TenantId tenant = tenant(metered, TASK);
        go(metered, tenant);
        Reply byEvent = go(metered, tenant);
        metered.engine()
                .publish(new EventRequest(
                        tenant,
                        "print.completed",
                        Map.of("execution_id", byEvent.executionId().toString()),
                        null));
        assertThat(tasks("completed")).isEqualTo(1);
        metered.worker("print", task -> {
            throw new TaskWorker.PermanentFailure("no such printer");
        });
        metered.runOnce();
        assertThat(tasks("failed")).isEqualTo(1);
        assertThat(tasks("completed")).isEqualTo(1);
    }

    @Test
    void theStoreIsTimedAndItsFailuresAreCounted() {
        FlowRuntime metered = metered();
        TenantId tenant = tenant(metered, "- { id: hi, type: message, text: Hi }");
        go(metered, tenant);
        Timer commits =
                registry.get("flow.store").tag("operation", "executions.commit").timer();
        assertThat(commits.count()).isEqualTo(1);
        assertThat(commits.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(1);
        outOfReach = true;
        assertThatCode(() -> go(metered, tenant)).isInstanceOf(StoreException.class);
        assertThat(commits.count()).isEqualTo(2);
        assertThat(registry.get("flow.store.failures")
                        .tag("operation", "executions.commit")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(turns("trigger", "completed")).isEqualTo(1);
    }

    @Test
    void theBacklogIsAskedForAtMostOnceInFiveSeconds() {
        metered();
        assertThat(asked).doesNotContain("backlog");
        for (int i = 0; i < 3; i++) {
            assertThat(pending()).isZero();
            assertThat(oldest()).isZero();
        }
        assertThat(asked).containsOnlyOnce("backlog");
        monotonic.add(Duration.ofSeconds(5));
        assertThat(pending()).isZero();
        assertThat(asked).filteredOn("backlog"::equals).hasSize(2);
    }

    @Test
    void aBacklogThatTheStoreDoesNotTellIsNoNumber() {
        metered();
        outOfReach = true;
        assertThat(pending()).isNaN();
        assertThat(oldest()).isNaN();
        assertThat(asked).as("waits once").containsOnlyOnce("backlog");
        outOfReach = false;
        monotonic.add(Duration.ofSeconds(5));
        assertThat(pending()).isZero();
    }

    private double pending() {
        return registry.get("flow.outbox.pending").gauge().value();
    }

    private double oldest() {
        return registry.get("flow.outbox.oldest").timeGauge().value(TimeUnit.SECONDS);
    }

    @Test
    void metersHaveTheTagsOfTheirObserver() {
        runtime(new MicrometerObserver(registry, Tags.of("runtime", "shop")));
        assertThat(registry.getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getTag("runtime")).isEqualTo("shop"));
    }

    @Test
    void whoeverFailsToListenDoesNotHoldTheWorkUp() {
        FlowRuntime heard = runtime(new RuntimeObserver() {
            @Override
            public void turn(Cause cause, ExecutionStatus status, long nanos) {
                throw new IllegalStateException("the host's own affair");
            }

            @Override
            public void storeCall(String operation, long nanos) {
                throw new IllegalStateException("the host's own affair");
            }
        });
        TenantId tenant = tenant(heard, "- { id: hi, type: message, text: Hi }");
        assertThat(go(heard, tenant).status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(go(heard, tenant).status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void withoutAnObserverATurnLooksAtNoClockForIt() {
        FlowRuntime unheard = runtime(RuntimeObserver.NONE);
        TenantId tenant = tenant(unheard, "- { id: hi, type: message, text: Hi }");
        go(unheard, tenant);
        long unobserved = looksOfATurn(unheard, tenant);
        unheard.close();
        FlowRuntime heard = runtime(new RuntimeObserver() {});
        go(heard, tenant);
        asked.clear();
        go(heard, tenant);
        int ofTheStore = asked.size();
        assertThat(looksOfATurn(heard, tenant)).isEqualTo(unobserved + 2 + 2L * ofTheStore);
    }

    private long looksOfATurn(FlowRuntime of, TenantId tenant) {
        go(of, tenant);
        long before = nanos.get();
        go(of, tenant);
        return (nanos.get() - before) / 1_000_000;
    }
}
