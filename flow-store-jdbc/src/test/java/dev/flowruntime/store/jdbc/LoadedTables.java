package dev.flowruntime.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.ExecutionStore.Due;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Fills the tables of a PostgreSQL database that is for nothing else, and times what must not get slower by it. A program, not
 * a test: docs/performance.md says how to run it.
 *
 * <pre>
 * LoadedTables URL USER PASSWORD finished 2000000    adds so many finished executions, with all that belongs to them
 * LoadedTables URL USER PASSWORD claims 1000000 5000000    adds pending and finished rows to claim from, and times claims of 100, and
 *                                                        the count of what is pending
 * </pre>
 */
public final class LoadedTables {
    private static final UUID TENANT = UUID.fromString("019e2667-0000-7000-8000-000000000001");
    private static final int CLAIMS = 200;

    private final DataSource dataSource;

    private LoadedTables(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public static void main(String[] args) throws SQLException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(args[0]);
        dataSource.setUser(args[1]);
        dataSource.setPassword(args[2]);
        JdbcSchema.migrate(dataSource);
        LoadedTables tables = new LoadedTables(dataSource);
        if (args[3].equals("finished")) {
            tables.addFinished(Long.parseLong(args[4]));
        } else {
            tables.addClaimable(Long.parseLong(args[4]), Long.parseLong(args[5]));
            tables.timeClaims();
        }
    }

    /** Each in a conversation of its own, with two turns. */
    private void addFinished(long executions) throws SQLException {
        run("""
                insert into flow_conversation select '%1$s', %2$s, null, null, 'en', '{}', 1, 4, 2, 2, now()
                from generate_series(1, %3$d) i""", """
                insert into flow_execution select '%1$s', %2$s, %2$s, '%1$s', 1, 'COMPLETED', 2, repeat('s', 400), '[]',
                null, null, null, null, null, null, null, null, null, null, 0, 0, now(), now()
                from generate_series(1, %3$d) i""", """
                insert into flow_history_event select '%1$s', %2$s, n, %2$s, n, 'TRIGGER', 'COMPLETED', '["a","b"]',
                repeat('b', 100), 0, now()
                from generate_series(1, %3$d) i, generate_series(1, 2) n""", """
                insert into flow_message select '%1$s', %2$s, n, %2$s, 'AGENT', %2$s, 'text', repeat('b', 100), now()
                from generate_series(1, %3$d) i, generate_series(1, 4) n""", """
                insert into flow_outbox_entry select '%1$s', %4$s, '%1$s', %2$s, n, 'chat.execution.updated',
                repeat('b', 400), now(), 'DELIVERED', 1, now(), 1, false
                from generate_series(1, %3$d) i, generate_series(1, 2) n""", """
                insert into flow_audit_record select '%1$s', %4$s, now(), 'widget_key', 'widget.message.send', 'subject',
                '{}', null, null from generate_series(1, %3$d) i, generate_series(1, 2) n""", executions);
    }

    private void addClaimable(long pending, long finished) throws SQLException {
        run("""
                insert into flow_outbox_entry select '%1$s', %5$s, '%1$s', %2$s, 1, 'event',
                '{}', now(), 'DELIVERED', 1, now() - interval '2 hours', 1, false from generate_series(1, %3$d) i""", """
                insert into flow_task select '%1$s', %5$s, 'queue', %2$s, '%1$s', 1, 'node', '', '{}',
                'COMPLETED', 1, 3, now(), now() - interval '2 hours', 1 from generate_series(1, %3$d) i""", """
                insert into flow_inbox_event select '%1$s', %5$s, 'paid', '{}', null, null, null, null, '', now(),
                null, '{}' from generate_series(1, %3$d) i""", finished);
        run("""
                insert into flow_outbox_entry select '%1$s', %5$s, md5((i %% 10)::text)::uuid, %2$s, 1, 'event',
                '{}', now() - interval '1 hour', 'PENDING', 0, now() - interval '1 hour' + i * interval '1 millisecond', 0, false
                from generate_series(1, %3$d) i""", """
                insert into flow_task select '%1$s', %5$s, 'queue', %2$s, '%1$s', 1, 'node', '', '{}',
                'PENDING', 0, 3, now(), now() - interval '1 hour' + i * interval '1 millisecond', 0
                from generate_series(1, %3$d) i""", """
                insert into flow_conversation select '%1$s', %5$s, null, null, 'en', '{}', 1, 4, 2, 2, now()
                from generate_series(1, %3$d) i""", """
                insert into flow_execution select '%1$s', %5$s, %5$s, '%1$s', 1, 'WAITING_INPUT', 1, '{}', '[]',
                'INPUT', 1, 'ask', '{}', null, null, now(), null, null, now() - interval '1 hour'
                + i * interval '1 millisecond', 0, 0, now(), now() from generate_series(1, %3$d) i""", """
                insert into flow_inbox_event select '%1$s', %5$s, 'paid', '{}', null, null, null, null, '', now(),
                now() - interval '1 hour' + i * interval '1 millisecond', null from generate_series(1, %3$d) i""", pending);
    }

    /**
     * Runs statements that make rows, then lets the planner know of them. {@code %2$s} and {@code %4$s} stand for ids of no order,
     * {@code %5$s} for one in the order of time, as the runtime makes them.
     */
    private void run(Object... statementsAndCount) throws SQLException {
        Object count = statementsAndCount[statementsAndCount.length - 1];
        String own = "md5('%1$s' || i)::uuid".formatted(System.nanoTime());
        String ordered = "(lpad(to_hex(%d + i), 12, '0') || right(md5(i::text), 20))::uuid"
                .formatted(System.currentTimeMillis());
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (Object sql : Arrays.asList(statementsAndCount).subList(0, statementsAndCount.length - 1)) {
                long began = System.nanoTime();
                statement.execute(String.format(
                        (String) sql, TENANT, own, count, own.replace("|| i", "|| i || 'n' || n"), ordered));
                System.out.printf(
                        "%s: %d s%n", ((String) sql).split(" ", 4)[2], (System.nanoTime() - began) / 1_000_000_000);
            }
            statement.execute("vacuum analyze");
        }
    }

    /** Over one connection that stays open, as a pool's do. */
    private void timeClaims() {
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(dataSource);
        pool.setMaximumPoolSize(1);
        try (HikariDataSource connections = new HikariDataSource(pool)) {
            timeClaims(JdbcFlowStore.open(connections));
        }
    }

    private static void timeClaims(JdbcFlowStore store) {
        Claim claim = new Claim(Instant.EPOCH, Duration.ofHours(1), 100);
        time("backlog", () -> List.of(store.outbox().backlog(10_000)));
        time("outbox", () -> store.outbox().claim(claim, new EndpointLimits(10, Map.of())));
        time("tasks", () -> store.tasks().claim(null, Set.of("queue"), claim));
        time("executions", () -> store.executions().claimDue(Due.WAIT, claim));
        time("inbox events", () -> store.inboxEvents().claimUnfinished(claim));
    }

    private interface Claiming {
        List<?> claim();
    }

    private static void time(String name, Claiming claiming) {
        long[] nanos = new long[CLAIMS];
        int claimed = 0;
        for (int i = 0; i < CLAIMS; i++) {
            long began = System.nanoTime();
            claimed += claiming.claim().size();
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s: %d rows in %d claims, p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                name,
                claimed,
                CLAIMS,
                nanos[CLAIMS / 2] / 1e6,
                nanos[CLAIMS * 99 / 100] / 1e6,
                nanos[CLAIMS - 1] / 1e6);
    }
}
