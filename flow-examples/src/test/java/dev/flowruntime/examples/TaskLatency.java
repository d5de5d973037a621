package dev.flowruntime.examples;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a task takes from the commit of the turn that enqueues it to the start of its worker in the same process, at a given
 * rate, with PostgreSQL and the runtime on one machine.
 *
 * <p>The time is {@code BROKEN} when a commit does not wake the workers: then a task waits for their next look, up to 200 ms.
 */
final class TaskLatency implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private static final double MOST_MEDIAN_MILLIS = 5;

    private static final String FLOW = """
            flow: go
            name: Go
            trigger: { type: trigger.chat, intent_name: go }
            nodes:
              - { id: work, type: enqueue.task, queue: latency.work }
              - { id: result, type: await.task_result, task: work }
            """;

    private final RunDatabase database;
    private final OpenStore store;
    private final FlowRuntime runtime;
    private final TenantId tenant;
    private final Map<String, Long> starts = new ConcurrentHashMap<>();
    private final Semaphore started = new Semaphore(0);

    /** Closes the database as well. */
    TaskLatency(RunDatabase database) {
        this.database = database;
        store = database.options.open();
        runtime = FlowRuntime.builder(store.store()).build();
        tenant = runtime.tenants().create("acme", "Acme Inc.").id();
        runtime.flows().publish(tenant, Document.parse("go.yaml", FLOW));
        runtime.worker("latency.work", task -> {
            starts.put(task.execution().toString(), System.nanoTime());
            started.release();
            return null;
        });
        runtime.start();
    }

    /** Takes the tasks a second and the seconds. */
    public static void main(String[] args) throws Exception {
        int rate = Integer.parseInt(args[0]);
        Verdict verdict;
        try (TaskLatency latency = new TaskLatency(RunDatabase.onItsOwnServer(Durability.FULL))) {
            latency.run(rate, 5 * rate); // to warm up
            verdict = latency.run(rate, Integer.parseInt(args[1]) * rate);
        }
        System.out.println(verdict);
        System.exit(verdict.holds() ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param tasks that started
     */
    record Verdict(int rate, int wanted, int tasks, double medianMillis, double p99Millis, double longestMillis) {
        boolean holds() {
            return tasks == wanted && medianMillis < MOST_MEDIAN_MILLIS;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: %d tasks/s, %d of %d started: median %.1f ms, p99 %.1f ms, longest %.1f ms",
                    holds() ? "HOLDS" : "BROKEN",
                    rate,
                    tasks,
                    wanted,
                    medianMillis,
                    p99Millis,
                    longestMillis);
        }
    }

    /** @param rate a second */
    Verdict run(int rate, int tasks) throws InterruptedException {
        starts.clear();
        String[] executions = new String[tasks];
        long[] commits = new long[tasks];
        long begun = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            LockSupport.parkNanos(begun + i * 1_000_000_000L / rate - System.nanoTime());
            executions[i] = runtime.engine()
                    .trigger(new EngineTrigger(tenant, null, new TriggerMessage(null, "go", Map.of(), Map.of())))
                    .executionId()
                    .toString();
            commits[i] = System.nanoTime();
        }
        started.tryAcquire(tasks, PATIENCE_SECONDS, TimeUnit.SECONDS);
        long[] latencies = new long[tasks];
        for (int i = 0; i < tasks; i++) {
            latencies[i] = Math.max(0, starts.getOrDefault(executions[i], Long.MAX_VALUE) - commits[i]);
        }
        Arrays.sort(latencies);
        return new Verdict(
                rate,
                tasks,
                starts.size(),
                Latencies.quantileMillis(latencies, 0.5),
                Latencies.quantileMillis(latencies, 0.99),
                Latencies.quantileMillis(latencies, 1));
    }

    @Override
    public void close() {
        runtime.close();
        store.close();
        database.close();
    }
}
