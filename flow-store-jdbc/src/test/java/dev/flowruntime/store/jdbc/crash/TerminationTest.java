package dev.flowruntime.store.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.crash.Operation.Step;
import dev.flowruntime.store.jdbc.crash.Operation.Verdict;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ends a backend while it waits for a lock, with {@code pg_terminate_backend}. */
@Timeout(120)
class TerminationTest {
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 8);

    private static final String WAITING =
            "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

    private static Stage stage;
    private static ExecutorService thread;

    @BeforeAll
    static void open() {
        stage = new Stage(PostgresqlServer.shared(), JdbcFlowStore::open);
        thread = Executors.newSingleThreadExecutor();
    }

    @AfterAll
    static void close() {
        thread.shutdownNow();
        stage.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trigger into a conversation | select 1 from flow_conversation where @ for update
            trigger that changes its conversation | select 1 from flow_conversation where @ for update
            resume | select 1 from flow_execution where @ for update
            resume | select 1 from flow_conversation where @ for update
            resume by an event, to the end | select 1 from flow_execution where @ for update
            resume by an event, to the end | select 1 from flow_task where @ for update
            change a conversation | select 1 from flow_conversation where @ for update
            accept an event for an execution | select 1 from flow_execution where @ for update
            accept the result of a task | select 1 from flow_execution where @ for update
            accept the result of a task | select 1 from flow_task where @ for update
            finish an event | select 1 from flow_inbox_event where @ for update
            settle a delivery | select 1 from flow_outbox_entry where @ and not parked for update
            settle a delivery | select 1 from flow_outbox_entry where @ and position = 2 for update
            put a delivery off | select 1 from flow_outbox_entry where @ for update
            extend a task's lease | select 1 from flow_task where @ for update
            give a task back | select 1 from flow_task where @ for update
            reschedule an execution | select 1 from flow_execution where @ for update
            publish the next version | select 1 from flow_flow where @ for update
            """, quoteCharacter = '`')
    void whoeverIsEndedWhileItWaitsForALockLosesNothing(String name, String lock) throws Exception {
        Operation operation = Stream.concat(Turns.all().stream(), Queues.all().stream())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random((name + lock).hashCode() * 31L + round);
            assertThat(run(operation, lock, random)).as("round %d", round).isEmpty();
        }
    }

    private static List<String> run(Operation operation, String lock, Random random) throws Exception {
        Scene scene = stage.newScene(random);
        Step step = operation.preparation().prepare(scene);
        Verdict verdict;
        try (Connection holder = DriverManager.getConnection(stage.url(), "postgres", "");
                Statement statement = holder.createStatement();
                Connection observer = DriverManager.getConnection(stage.url(), "postgres", "");
                Statement observing = observer.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute(lock.replace("@", "tenant_id = '" + scene.tenant() + "'"));
            Future<Verdict> running = thread.submit(() -> step.run(stage.newCaller()));
            for (int i = 0; i <= random.nextInt(3); i++) {
                end(observing, running);
            }
            holder.rollback();
            verdict = running.get();
        }
        List<String> wrong = new ArrayList<>(verdict.contradictions());
        wrong.addAll(Invariants.broken(stage.near(), scene.tenant().value()));
        return wrong;
    }

    /** Waits until somebody waits for a lock, and ends that backend. */
    private static void end(Statement observing, Future<?> running) throws SQLException {
        for (int i = 0; i < 10_000 && !running.isDone(); i++) {
            try (ResultSet waiting =
                    observing.executeQuery("select pg_terminate_backend(pid, 5000) from (" + WAITING + ") waiting")) {
                if (waiting.next()) {
                    return;
                }
            }
            LockSupport.parkNanos(200_000);
        }
        throw new IllegalStateException("nobody waited for the lock");
    }
}
