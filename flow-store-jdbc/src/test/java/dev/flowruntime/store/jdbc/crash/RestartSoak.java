package dev.flowruntime.store.jdbc.crash;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.JdbcSchema;
import dev.flowruntime.store.jdbc.crash.Caller.Heard;
import dev.flowruntime.store.jdbc.database.CrashableServer;
import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * Conversations of two turns, one after the other on each of several threads, while PostgreSQL is killed and started again on
 * its files, with {@code fsync} on; then every turn that was acknowledged has to be in the tables. A thread remembers a byte for
 * each conversation, since the ids follow from its number.
 */
final class RestartSoak {
    private static final int IDS_OF_ONE = 16;

    private final int threads;
    private final Rhythm rhythm;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong inDoubt = new AtomicLong();
    private volatile boolean over;

    /** When the server is killed. */
    interface Rhythm {
        /**
         * Waits until the server is to be killed again.
         *
         * @param acknowledged how many turns were by now
         * @return false when the soak is over
         */
        boolean awaitNext(LongSupplier acknowledged);
    }

    RestartSoak(int threads, Rhythm rhythm) {
        this.threads = threads;
        this.rhythm = rhythm;
    }

    /**
     * What came of it.
     *
     * @param inDoubt turns whose caller never heard what became of them
     * @param wrong what does not hold in the tables
     */
    record Report(int restarts, long acknowledged, long inDoubt, long lost, List<String> wrong) {
        boolean holds() {
            return lost == 0 && wrong.isEmpty();
        }

        @Override
        public String toString() {
            return "%s: %d restarts, %d turns acknowledged, %d of them lost, %d never answered; %s"
                    .formatted(
                            holds() ? "HOLDS" : "BROKEN",
                            restarts,
                            acknowledged,
                            lost,
                            inDoubt,
                            wrong.isEmpty() ? "every invariant holds" : wrong);
        }
    }

    /** {@code [seconds] [seconds between restarts] [threads]}; 1800, 20 and 8 unless told otherwise. */
    public static void main(String[] args) throws Exception {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 1800;
        long between = args.length > 1 ? Long.parseLong(args[1]) : 20;
        int threads = args.length > 2 ? Integer.parseInt(args[2]) : 8;
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        Rhythm rhythm = acknowledged -> {
            long next = System.nanoTime() + Duration.ofSeconds(between).toNanos();
            System.out.printf("%d turns acknowledged%n", acknowledged.getAsLong());
            while (System.nanoTime() < Math.min(next, end)) {
                LockSupport.parkNanos(Math.min(next, end) - System.nanoTime());
            }
            return next < end;
        };
        Report report = new RestartSoak(threads, rhythm).run();
        System.out.println(report);
        System.exit(report.holds() ? 0 : 1);
    }

    Report run() throws Exception {
        try (CrashableServer server = PostgresqlServer.start(Durability.FULL)) {
            TestDatabase database = server.newDatabase();
            JdbcSchema.migrate(database.dataSource());
            Partitions.dropMonths(database.dataSource());
            TenantId tenant = new TenantId(new UUID(1, 1));
            Instant now = database.now();
            List<byte[]> ledgers = new ArrayList<>();
            int restarts = 0;
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            try (HikariDataSource connections = connections(database)) {
                JdbcFlowStore store = JdbcFlowStore.open(connections);
                List<Future<byte[]>> running = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    AtomicLong ids = new AtomicLong();
                    long thread = i;
                    Scene scene =
                            new Scene(store, connections, tenant, () -> new UUID(thread, ids.incrementAndGet()), now);
                    running.add(pool.submit(() -> converse(scene, ids)));
                }
                while (rhythm.awaitNext(acknowledged::get)) {
                    server.crash();
                    server.recover();
                    restarts++;
                }
                over = true;
                for (Future<byte[]> one : running) {
                    ledgers.add(one.get());
                }
            } finally {
                over = true;
                pool.shutdownNow();
            }
            try (ReusedConnection owner = new ReusedConnection(database.url(), database.superuser())) {
                analyze(owner);
                return new Report(
                        restarts,
                        acknowledged.get(),
                        inDoubt.get(),
                        lost(owner, ledgers),
                        Invariants.broken(owner, null));
            }
        }
    }

    private HikariDataSource connections(TestDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.superuser());
        config.setMaximumPoolSize(threads);
        config.setConnectionTimeout(2000);
        return new HikariDataSource(config);
    }

    /** @return the newest acknowledged revision of each conversation's execution */
    private byte[] converse(Scene scene, AtomicLong ids) {
        ByteArrayOutputStream ledger = new ByteArrayOutputStream();
        Caller caller = new Caller(scene.store(), () -> LockSupport.parkNanos(20_000_000));
        for (long n = 0; !over; n++) {
            ids.set(n * IDS_OF_ONE);
            Conversation conversation = scene.newConversation(null);
            TurnDraft trigger = scene.first(new ConversationChange.Open(conversation));
            TurnCommit first =
                    trigger.says(1).sends(1, scene.tomorrow()).audits().commit();
            int revision = 0;
            if (isAcknowledged(caller, first)) {
                revision = 1;
                Execution waiting = first.execution();
                TurnDraft resume = scene.after(waiting, conversation);
                if (isAcknowledged(caller, resume.says(1).audits().completes().commit())) {
                    revision = 2;
                }
            }
            ledger.write(revision);
        }
        return ledger.toByteArray();
    }

    private boolean isAcknowledged(Caller caller, TurnCommit turn) {
        Heard<TurnOutcome> heard = caller.ask(store -> store.executions().commit(turn));
        boolean done = heard.answer() instanceof TurnOutcome.Committed
                || heard.doubted() && heard.answer() instanceof TurnOutcome.Repeated;
        if (done) {
            acknowledged.incrementAndGet();
        } else if (heard.doubted()) {
            inDoubt.incrementAndGet();
        } else {
            throw new IllegalStateException("nobody else writes here, and a turn was answered " + heard);
        }
        return done;
    }

    private static void analyze(DataSource owner) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("analyze");
        }
    }

    /** How many acknowledged turns are not in the tables. */
    private static long lost(DataSource owner, List<byte[]> ledgers) throws SQLException {
        long lost = 0;
        List<byte[]> stored = new ArrayList<>();
        ledgers.forEach(ledger -> stored.add(new byte[ledger.length + 1]));
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(10_000);
            try (ResultSet rows = statement.executeQuery("select id, revision from flow_execution")) {
                while (rows.next()) {
                    UUID id = rows.getObject(1, UUID.class);
                    int n = (int) (id.getLeastSignificantBits() / IDS_OF_ONE);
                    stored.get((int) id.getMostSignificantBits())[n] = rows.getByte(2);
                }
            }
            connection.rollback();
        }
        for (int thread = 0; thread < ledgers.size(); thread++) {
            byte[] told = ledgers.get(thread);
            for (int n = 0; n < told.length; n++) {
                lost += Math.max(0, told[n] - stored.get(thread)[n]);
            }
        }
        return lost;
    }
}
