package dev.flowruntime.examples;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.metrics.RuntimeObserver;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.TenantId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Many executions that wait for the same instant, and two runtimes on one PostgreSQL that fire them. */
final class DueTimers {
    private static final int WRITERS = 4;
    private static final String FIRED = "select count(*) from flow_execution where status = 'COMPLETED'";
    private static final String FLOW = """
            flow: pause
            name: Pause
            trigger: { type: trigger.chat, intent_name: pause }
            nodes:
              - { id: pause, type: wait, until: "{{ trigger.context.at }}" }
              - { id: say, type: message, text: "It is time" }
            """;

    /**
     * What came of them.
     *
     * @param early how many fired before the instant
     * @param odd how many have not exactly two turns, the trigger's and the timer's
     * @param last from the instant to the last one's turn
     */
    record Outcome(int timers, long fired, long early, long odd, Duration last) {
        boolean holds() {
            return fired == timers && early == 0 && odd == 0;
        }
    }

    private DueTimers() {}

    /** Takes how many there are, in how many seconds they are due, and the database's URL, user and password. */
    public static void main(String[] args) throws Exception {
        MigratingStoreOptions database = new MigratingStoreOptions();
        database.jdbcUrl = args[2];
        database.jdbcUser = args[3];
        database.jdbcPassword = args[4];
        Outcome outcome = fire(database, Integer.parseInt(args[0]), Duration.ofSeconds(Integer.parseInt(args[1])));
        boolean holds = outcome.holds() && outcome.last.toSeconds() < 10;
        System.out.printf(
                "%s: %d timers due at one instant, %d fired, %d of them early, %d with another number of turns, the last"
                        + " %d ms after the instant%n",
                holds ? "HOLDS" : "BROKEN",
                outcome.timers,
                outcome.fired,
                outcome.early,
                outcome.odd,
                outcome.last.toMillis());
        System.exit(holds ? 0 : 1);
    }

    /** Returns when all have fired. */
    static Outcome fire(MigratingStoreOptions database, int timers, Duration ahead)
            throws SQLException, InterruptedException {
        CountDownLatch left = new CountDownLatch(timers);
        RuntimeObserver counting = new RuntimeObserver() {
            @Override
            public void turn(HistoryEvent.Cause cause, ExecutionStatus status, long nanos) {
                if (status.isFinal()) {
                    left.countDown();
                }
            }
        };
        try (OpenStore one = database.open();
                OpenStore two = database.open();
                FlowRuntime here =
                        FlowRuntime.builder(one.store()).observer(counting).build();
                FlowRuntime there =
                        FlowRuntime.builder(two.store()).observer(counting).build();
                Connection connection = DriverManager.getConnection(
                        String.valueOf(database.jdbcUrl), database.jdbcUser, database.jdbcPassword)) {
            TenantId tenant = here.tenants().create("acme", "Acme Inc.").id();
            here.flows().publish(tenant, Document.parse("pause.yaml", FLOW));
            here.start();
            there.start();
            Instant at = Instant.now().plus(ahead);
            begin(here, tenant, timers, at);
            System.out.printf(
                    "%d wait, %d ms before the instant%n",
                    timers, Duration.between(Instant.now(), at).toMillis());
            left.await();
            return outcome(connection, timers, at);
        }
    }

    private static void begin(FlowRuntime runtime, TenantId tenant, int timers, Instant at)
            throws InterruptedException {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        TriggerMessage message = new TriggerMessage("hi", "pause", Map.of("at", at.toString()), Map.of(), null);
        for (int i = 0; i < timers; i++) {
            writers.execute(() -> runtime.engine().trigger(new EngineTrigger(tenant, null, message)));
        }
        writers.shutdown();
        writers.awaitTermination(10, TimeUnit.MINUTES);
    }

    private static Outcome outcome(Connection connection, int timers, Instant at) throws SQLException {
        return new Outcome(
                timers,
                count(connection, FIRED),
                count(connection, FIRED + " and updated_at < '" + at + "'"),
                count(
                        connection,
                        "select count(*) from (select execution_id from flow_history_event group by execution_id"
                                + " having count(*) <> 2) odd"),
                Duration.ofMillis(count(
                        connection,
                        "select (extract(epoch from max(updated_at) - '" + at
                                + "') * 1000)::bigint from flow_execution")));
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
