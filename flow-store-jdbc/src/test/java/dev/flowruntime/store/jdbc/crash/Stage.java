package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.JdbcSchema;
import dev.flowruntime.store.jdbc.crash.Cut.Side;
import dev.flowruntime.store.jdbc.crash.Cut.Told;
import dev.flowruntime.store.jdbc.crash.Operation.Step;
import dev.flowruntime.store.jdbc.crash.Operation.Verdict;
import dev.flowruntime.store.jdbc.database.CrashableServer;
import dev.flowruntime.store.jdbc.database.DatabaseServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.sql.DataSource;

/** A database, the store under test behind a relay to it, and the same store without one. For one thread. */
final class Stage implements AutoCloseable {
    private final TestDatabase database;
    private final Relay relay;
    private final ReusedConnection near;
    private final ReusedConnection far;
    private final FlowStore undisturbed;
    private final FlowStore disturbed;
    private final Instant now;

    /** @param stores makes the store under test */
    Stage(DatabaseServer server, Function<DataSource, FlowStore> stores) {
        this.database = server.newDatabase();
        JdbcSchema.migrate(database.dataSource());
        Partitions.dropMonths(database.dataSource());
        this.now = database.now();
        int port = URI.create(database.url().substring("jdbc:".length())).getPort();
        this.relay = new Relay(port);
        this.near = new ReusedConnection(database.url(), database.superuser());
        this.far = new ReusedConnection(
                database.url().replace(":" + port + "/", ":" + relay.port() + "/"), database.superuser());
        this.undisturbed = JdbcFlowStore.open(near);
        this.disturbed = stores.apply(far);
    }

    /** A place where an operation's connection can be cut. */
    record Point(Side side, int message, String label) {
        @Override
        public String toString() {
            return (side == Side.DRIVER ? "before " : "answer lost: ") + label;
        }
    }

    String url() {
        return database.url();
    }

    /** Calls the store under test. */
    Caller newCaller() {
        return new Caller(disturbed, () -> LockSupport.parkNanos(100_000));
    }

    ReusedConnection near() {
        return near;
    }

    Scene newScene(Random random) {
        return Scene.random(undisturbed, near, random, now);
    }

    /** The boundaries of an operation's statements, from a run in which nothing happens. */
    List<Point> pointsOf(Operation operation) throws SQLException {
        Step step = operation
                .preparation()
                .prepare(newScene(new Random(operation.name().hashCode())));
        far.renew();
        relay.arm();
        Verdict verdict = step.run(new Caller(disturbed, () -> {}));
        relay.disarm();
        List<String> wrong = verdict.contradictions();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(operation + " fails though nothing happens: " + wrong);
        }
        List<Point> points = new ArrayList<>(requests(relay.fromDriver()));
        points.addAll(answers(relay.fromServer()));
        return points;
    }

    /** Before each statement, and behind the last one. */
    private static List<Point> requests(List<Message> messages) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).isExecute() && !messages.get(i).label().startsWith("select set_config")) {
                points.add(new Point(Side.DRIVER, i, messages.get(i).label()));
            } else if (messages.get(i).isSync() && i == messages.size() - 1) {
                points.add(new Point(Side.DRIVER, i, "the end of the request"));
            }
        }
        return points;
    }

    /**
     * The answers to the first and the last of the statements that were sent together, since when the first answer is on its way
     * all of them have been executed.
     */
    private static List<Point> answers(List<Message> messages) {
        List<Point> points = new ArrayList<>();
        Point first = null;
        Point last = null;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).isCompletion()) {
                last = new Point(Side.SERVER, i, messages.get(i).label());
                first = first == null ? last : first;
            } else if (messages.get(i).isReady() && last != null) {
                points.add(first);
                if (last != first) {
                    points.add(last);
                }
                first = null;
                last = null;
            }
        }
        points.add(new Point(Side.SERVER, messages.size() - 1, "the end of the answer"));
        return points;
    }

    /** Runs an operation and cuts it once. @return what is wrong */
    List<String> run(Operation operation, Point point, Random random) throws SQLException {
        Cut cut = new Cut(
                point.side(),
                point.message(),
                random.nextBoolean() ? Told.AT_ONCE : Told.AFTERWARDS,
                random.nextInt(4) == 0 ? random.nextInt(8) : 0);
        return run(operation, random, () -> relay.arm(cut), () -> LockSupport.parkNanos(100_000));
    }

    /** Kills the server at a point and starts it again. @return what is wrong */
    List<String> runThroughCrash(Operation operation, Point point, CrashableServer server) throws SQLException {
        CountDownLatch recovered = new CountDownLatch(1);
        Cut cut = new Cut(point.side(), point.message(), Told.AFTERWARDS, 0);
        Runnable blow = () -> {
            server.crash();
            server.recover();
            recovered.countDown();
        };
        Runnable pause = () -> {
            try {
                recovered.await();
                near.renew();
            } catch (InterruptedException | SQLException e) {
                throw new IllegalStateException(e);
            }
        };
        return run(operation, new Random((operation.name() + point).hashCode()), () -> relay.arm(cut, blow), pause);
    }

    private List<String> run(Operation operation, Random random, Runnable arming, Runnable pause) throws SQLException {
        Scene scene = newScene(random);
        Step step = operation.preparation().prepare(scene);
        far.renew();
        arming.run();
        Verdict verdict = step.run(new Caller(disturbed, pause));
        List<String> wrong = new ArrayList<>();
        if (!relay.disarm()) {
            wrong.add("the connection was not cut");
        }
        wrong.addAll(verdict.contradictions());
        wrong.addAll(Invariants.broken(near, scene.tenant().value()));
        return wrong;
    }

    @Override
    public void close() {
        near.close();
        far.close();
        relay.close();
        database.close();
    }
}
