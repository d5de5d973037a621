package dev.flowruntime.examples;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Executions that each wait for the result of a task, on several nodes over one PostgreSQL. Half of the tasks are done by
 * workers within the nodes, half by workers that claim over HTTP, and of all attempts 5 % die in the middle, 3 % are paused for
 * twice their lease before they answer, 5 % answer at about its end, 10 % answer twice; a quarter of the answers comes as an event.
 * Meanwhile nodes are killed (SIGKILL) and started again. What must hold is in {@link TaskVerdict}.
 */
final class TaskChaos implements AutoCloseable {
    static final String LOCAL = "chaos.local";
    static final String REMOTE = "chaos.remote";

    private static final Secret TOKEN = new Secret("chaos-0123456789abcdef");
    private static final int STARTERS = 4;
    private static final long STUCK_AFTER_SECONDS = 30;
    private static final String OVER =
            "select count(*) from flow_execution where status in ('COMPLETED', 'FAILED', 'ABORTED')";

    private static final String FLOW = """
            flow: %1$s
            name: %1$s
            trigger: { type: trigger.chat, intent_name: %1$s }
            nodes:
              - { id: work, type: enqueue.task, queue: chaos.%1$s, max_attempts: 100 }
              - { id: result, type: await.task_result, task: work }
              - { id: told, type: message, text: "{{ node.result.output.answer }}" }
            """;

    private final RunDatabase database;
    private final NodeStart starting;
    private final OpenStore store;
    private final FlowRuntime runtime;
    private final TenantId tenant;
    private final AtomicReferenceArray<Node> nodes;

    /** What is killed and started again. */
    interface Node extends AutoCloseable {
        int port();

        @Override
        void close();
    }

    /** Starts a node on the database. */
    interface NodeStart {
        Node start(StoreOptions store) throws IOException;
    }

    /**
     * How it is done.
     *
     * @param tasks at least 2
     * @param kills how many times a node is killed
     * @param lease how long a task is its worker's, in whole seconds
     */
    record Plan(int tasks, int kills, Duration lease) {}

    /** Closes the database as well. */
    TaskChaos(RunDatabase database, int nodes, NodeStart starting) throws IOException {
        this.database = database;
        this.starting = starting;
        store = database.options.open();
        runtime = FlowRuntime.builder(store.store()).build();
        tenant = runtime.tenants().create("acme", "Acme Inc.").id();
        runtime.engineTokens().putDeployWide("workers", TOKEN);
        for (String flow : List.of("local", "remote")) {
            runtime.flows().publish(tenant, Document.parse(flow + ".yaml", FLOW.formatted(flow)));
        }
        this.nodes = new AtomicReferenceArray<>(nodes);
        for (int i = 0; i < nodes; i++) {
            this.nodes.set(i, starting.start(database.options));
        }
    }

    /** Takes the number of tasks and of kills. */
    public static void main(String[] args) throws Exception {
        Plan plan = new Plan(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Duration.ofSeconds(1));
        TaskVerdict verdict;
        try (TaskChaos chaos = new TaskChaos(
                RunDatabase.onItsOwnServer(Durability.NONE), 3, options -> new NodeProcess(options, plan.lease))) {
            verdict = chaos.run(plan);
        }
        System.out.println(verdict);
        System.exit(verdict.holds() ? 0 : 1);
    }

    /** A node in a process of its own, which is killed when it is closed. */
    private static final class NodeProcess implements Node {
        private final ServerProcess process;
        private final int port;

        NodeProcess(StoreOptions store, Duration lease) throws IOException {
            process = new ServerProcess(
                    TaskNode.class,
                    List.of(
                            String.valueOf(store.jdbcUrl),
                            String.valueOf(store.jdbcUser),
                            String.valueOf(store.jdbcPassword),
                            lease.toString()));
            port = process.port();
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** Twice the lease. */
    static long pause(Duration lease) {
        return 2 * lease.toNanos();
    }

    /** The lease, by up to a tenth longer or shorter. */
    static long about(Duration lease, TaskId task, long attempt) {
        return lease.toNanos() / 1000 * (900 + Mishap.chance(task, attempt, 2, 200));
    }

    TaskVerdict run(Plan plan) throws SQLException, IOException, InterruptedException {
        long begun = System.nanoTime();
        RemoteWorkers workers = new RemoteWorkers(
                tenant,
                new EngineClient(TOKEN, nodes.length(), node -> nodes.get(node).port()),
                plan.lease);
        workers.start();
        ExecutorService starters = Executors.newFixedThreadPool(STARTERS);
        for (int i = 0; i < plan.tasks; i++) {
            String intent = i % 2 == 0 ? "local" : "remote";
            starters.execute(() -> runtime.engine()
                    .trigger(new EngineTrigger(tenant, null, new TriggerMessage(null, intent, Map.of(), Map.of()))));
        }
        starters.shutdown();
        killNodes(plan);
        awaitOver(plan.tasks);
        List<SentAnswer> sent = workers.end();
        for (int i = 0; i < nodes.length(); i++) {
            nodes.get(i).close();
        }
        return TaskVerdict.of(database, plan, sent, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Each time another part of the executions is over. */
    private void killNodes(Plan plan) throws SQLException, IOException {
        for (int kill = 1; kill <= plan.kills; kill++) {
            while (database.number(OVER) < (long) plan.tasks * kill / (plan.kills + 1)) {
                LockSupport.parkNanos(20_000_000);
            }
            int victim = kill % nodes.length();
            nodes.get(victim).close();
            nodes.set(victim, starting.start(database.options));
        }
    }

    /** Or until nothing has moved for a time in which every lease has ended many times. */
    private void awaitOver(int tasks) throws SQLException {
        long over = 0;
        long moved = System.nanoTime();
        while (over < tasks && System.nanoTime() - moved < TimeUnit.SECONDS.toNanos(STUCK_AFTER_SECONDS)) {
            LockSupport.parkNanos(20_000_000);
            long now = database.number(OVER);
            moved = now == over ? moved : System.nanoTime();
            over = now;
        }
    }

    @Override
    public void close() {
        runtime.close();
        store.close();
        database.close();
    }
}
