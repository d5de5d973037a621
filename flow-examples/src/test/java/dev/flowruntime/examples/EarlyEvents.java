package dev.flowruntime.examples;

import dev.flowruntime.EngineApi;
import dev.flowruntime.EngineTrigger;
import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.LeasedTask;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TaskClaim;
import dev.flowruntime.TaskLease;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import dev.flowruntime.token.KeyRing;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The result of a task races the turn that opens the await for it: the turn on one node, the result on another, both over one
 * PostgreSQL. Results come by an event that names the task, by an event that names the execution, and by a worker; some well
 * before the turn, some after it, most at about the same time. Every execution has to end with its result, told once.
 *
 * <p>It goes {@code BROKEN} when a commit looks for early events before it holds the lock of the execution's row, and when an
 * event is accepted without that lock; and when an event that names the execution leaves the task open that it answers.
 */
final class EarlyEvents implements AutoCloseable {
    /** In each runs one race at a time, so that a worker gets the task of its race. */
    private static final int LANES = 4;

    private static final int MOST_APART_MICROS = 2_000;
    private static final long PATIENCE_SECONDS = 20;

    private static final String FLOW = """
            flow: %1$s
            name: %1$s
            trigger: { type: trigger.chat, intent_name: %1$s }
            nodes:
              - { id: work, type: enqueue.task, queue: early.%1$s }
              - { id: ask, type: form, fields: [{ name: x, type: text, label: X }] }
              - { id: result, type: await.task_result, task: work }
              - { id: told, type: message, text: "{{ node.result.output.answer }}" }
            """;

    private final RunDatabase database;
    private final List<OpenStore> stores = new ArrayList<>();
    private final List<FlowRuntime> nodes = new ArrayList<>();
    private final TenantId tenant;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger early = new AtomicInteger();

    /** Closes the database as well. */
    EarlyEvents(RunDatabase database) {
        this.database = database;
        KeyRing keys = KeyRing.random(new SecureRandom());
        for (int i = 0; i < 2; i++) {
            OpenStore store = database.options.open();
            stores.add(store);
            nodes.add(FlowRuntime.builder(store.store()).signingKeys(keys).build());
        }
        tenant = nodes.get(0).tenants().create("acme", "Acme Inc.").id();
        for (int lane = 0; lane < LANES; lane++) {
            nodes.get(0).flows().publish(tenant, Document.parse("order.yaml", FLOW.formatted("lane" + lane)));
        }
        nodes.forEach(FlowRuntime::start);
    }

    /** Takes the number of races. */
    public static void main(String[] args) throws Exception {
        Verdict verdict;
        try (EarlyEvents races = new EarlyEvents(RunDatabase.onItsOwnServer(Durability.NONE))) {
            verdict = races.run(Integer.parseInt(args[0]));
        }
        System.out.println(verdict);
        System.exit(verdict.holds() ? 0 : 1);
    }

    /**
     * What came of the races.
     *
     * @param early events that were there before the await
     * @param lost executions that have not ended with their result
     * @param repeated executions that took more turns or told more than that
     * @param leftOpen tasks of executions that have ended, which a worker may still be given
     */
    record Verdict(int races, long executions, long seconds, int early, long lost, long repeated, long leftOpen) {
        boolean holds() {
            return executions == races && lost == 0 && repeated == 0 && leftOpen == 0;
        }

        @Override
        public String toString() {
            return "%s: %d races in %d s, %d events came before their await; %d results lost, %d taken more than once, %d tasks left open"
                    .formatted(holds() ? "HOLDS" : "BROKEN", executions, seconds, early, lost, repeated, leftOpen);
        }
    }

    Verdict run(int races) throws SQLException, InterruptedException, ExecutionException {
        long begun = System.nanoTime();
        List<Future<Map<String, String>>> lanes = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            int lane = i;
            lanes.add(threads.submit(() -> race(lane, races)));
        }
        Map<String, String> results = new HashMap<>();
        for (Future<Map<String, String>> lane : lanes) {
            results.putAll(lane.get());
        }
        awaitEnds(races);
        return verdict(results, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
    }

    /** Runs every so many-th race, one after the other; tells the result of each execution. */
    private Map<String, String> race(int lane, int races) throws Exception {
        Map<String, String> results = new HashMap<>();
        for (int number = lane; number < races; number += LANES) {
            Reply asked = nodes.get(number / LANES % 2)
                    .engine()
                    .trigger(new EngineTrigger(
                            tenant, null, new TriggerMessage(null, "lane" + lane, Map.of(), Map.of())));
            Race race = new Race(number, asked);
            results.put(asked.executionId().toString(), race.answer());
            race(race);
        }
        return results;
    }

    private void race(Race race) throws Exception {
        Random random = new Random(race.number);
        Callable<Reply> turn = () -> race.here().resume(tenant, ResumeMessage.of(race.asked, Map.of("x", "x")));
        Callable<Boolean> result = race.result();
        boolean cameEarly;
        int order = random.nextInt(10);
        if (order == 0) {
            cameEarly = result.call();
            turn.call();
        } else if (order == 1) {
            turn.call();
            cameEarly = result.call();
        } else {
            cameEarly = atOnce(turn, result, 1000L * random.nextInt(-MOST_APART_MICROS, MOST_APART_MICROS));
        }
        if (cameEarly) {
            early.incrementAndGet();
        }
    }

    /** One execution, with its turn on one node and its result on the other. */
    private final class Race {
        private final int number;
        private final Reply asked;

        Race(int number, Reply asked) {
            this.number = number;
            this.asked = asked;
        }

        EngineApi here() {
            return nodes.get(number / LANES % 2).engine();
        }

        EngineApi there() {
            return nodes.get(1 - number / LANES % 2).engine();
        }

        String answer() {
            return "result " + number;
        }

        /** Sends the result, and tells whether it is an event that nobody waited for yet. */
        Callable<Boolean> result() {
            return switch (number / LANES % 3) {
                case 0 ->
                    event(
                            "task_id",
                            stores.get(0)
                                    .store()
                                    .tasks()
                                    .list(tenant, asked.executionId())
                                    .get(0)
                                    .id());
                case 1 -> event("execution_id", asked.executionId());
                default -> work();
            };
        }

        private Callable<Boolean> event(String named, Object id) {
            EventRequest event = new EventRequest(
                    tenant, queue() + ".completed", Map.of(named, id.toString(), "answer", answer()), null);
            return () -> there().publish(event).subscriptionsMatched() == 0;
        }

        private Callable<Boolean> work() {
            LeasedTask task = there().tasks()
                    .claim(new TaskClaim(tenant, queue(), 1, null))
                    .get(0);
            TaskLease lease = new TaskLease(tenant, task.id().toString(), task.leaseToken());
            return () -> {
                there().tasks().complete(lease, Map.of("answer", answer()));
                return false;
            };
        }

        private String queue() {
            return "early.lane" + number % LANES;
        }
    }

    /** @param ahead by how many nanoseconds the result is sent before the turn */
    private boolean atOnce(Callable<Reply> turn, Callable<Boolean> result, long ahead) throws Exception {
        long start = System.nanoTime() + 100_000 + Math.abs(ahead);
        Future<Boolean> other = threads.submit(() -> {
            spinUntil(start - Math.max(0, ahead));
            return result.call();
        });
        spinUntil(start + Math.min(0, ahead));
        turn.call();
        return other.get();
    }

    private static void spinUntil(long time) {
        while (System.nanoTime() - time < 0) {
            Thread.onSpinWait();
        }
    }

    private void awaitEnds(int races) throws SQLException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (completed() < races && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private long completed() throws SQLException {
        return database.number("select count(*) from flow_execution where status = 'COMPLETED'");
    }

    private Verdict verdict(Map<String, String> results, long seconds) throws SQLException {
        Map<String, List<String>> told = new HashMap<>();
        for (List<String> row : database.rows(
                "select execution_id, blocks from flow_message where role = 'AGENT' and blocks like '%result%'")) {
            told.computeIfAbsent(row.get(0), execution -> new ArrayList<>()).add(row.get(1));
        }
        List<List<String>> executions = database.rows("""
                select e.id, e.status, e.revision,
                  (select count(*) from flow_consumed_event c where c.tenant_id = e.tenant_id and c.execution_id = e.id)
                from flow_execution e""");
        long lost = 0;
        long repeated = 0;
        for (List<String> execution : executions) {
            List<String> blocks = told.getOrDefault(execution.get(0), List.of());
            String result = '"' + String.valueOf(results.get(execution.get(0))) + '"';
            boolean ended = execution.get(1).equals("COMPLETED")
                    && !blocks.isEmpty()
                    && blocks.get(0).contains(result);
            boolean once = blocks.size() < 2
                    && Integer.parseInt(execution.get(2)) <= 3
                    && Integer.parseInt(execution.get(3)) < 2;
            lost += ended ? 0 : 1;
            repeated += once ? 0 : 1;
        }
        long leftOpen = database.number("""
                select count(*) from flow_task t join flow_execution e on e.tenant_id = t.tenant_id and e.id = t.execution_id
                where t.state in ('PENDING', 'LEASED') and e.status = 'COMPLETED'""");
        return new Verdict(results.size(), executions.size(), seconds, early.get(), lost, repeated, leftOpen);
    }

    @Override
    public void close() {
        threads.shutdown();
        nodes.forEach(FlowRuntime::close);
        stores.forEach(OpenStore::close);
        database.close();
    }
}
