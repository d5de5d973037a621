package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.jdbc.crash.Stage.Point;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.tck.Race;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Runs operations again and again, each time cut at one of its points, and collects what is wrong afterwards.
 *
 * @param rounds how often each point is taken
 * @param seed each run's own follows from it, the operation, the point and the round
 */
record Drill(List<Operation> operations, Function<DataSource, FlowStore> stores, int rounds, long seed) {
    private static final int STAGES = 2;

    /** What came of a drill. */
    record Report(int points, int rounds, long seed, long millis, List<String> wrong) {
        @Override
        public String toString() {
            return "%d points, each %d times, seed %d: %d wrong, %d ms"
                    .formatted(points, rounds, seed, wrong.size(), millis);
        }
    }

    /** Of every turn and every claim, what they wait for and what comes of them. */
    static Drill ofTurnsAndWork(Function<DataSource, FlowStore> stores) {
        return of(Turns.ofConversations(), Queues.ofWorkers(), stores, Integer.getInteger("crash.rounds", 20));
    }

    /** Of what is done seldom, a quarter as often. */
    static Drill ofOthers(Function<DataSource, FlowStore> stores) {
        return of(Turns.others(), Queues.others(), stores, Integer.getInteger("crash.rounds", 20) / 4);
    }

    private static Drill of(
            List<Operation> turns, List<Operation> queues, Function<DataSource, FlowStore> stores, int rounds) {
        List<Operation> operations = new ArrayList<>(turns);
        operations.addAll(queues);
        String only = System.getProperty("crash.operation", "");
        operations.removeIf(operation -> !operation.name().contains(only));
        return new Drill(operations, stores, rounds, Long.getLong("crash.seed", 1));
    }

    Report run() {
        long start = System.nanoTime();
        Queue<Operation> waiting = new ConcurrentLinkedQueue<>(operations);
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        List<Integer> points = Race.run(STAGES, i -> () -> {
            int taken = 0;
            try (Stage stage = new Stage(PostgresqlServer.shared(), stores)) {
                for (Operation next = waiting.poll(); next != null; next = waiting.poll()) {
                    taken += run(stage, next, wrong);
                }
            }
            return taken;
        });
        int all = points.stream().mapToInt(Integer::intValue).sum();
        return new Report(all, rounds, seed, (System.nanoTime() - start) / 1_000_000, List.copyOf(wrong));
    }

    private int run(Stage stage, Operation operation, Queue<String> wrong) throws SQLException {
        List<Point> points = stage.pointsOf(operation);
        for (Point point : points) {
            for (int round = 0; round < rounds; round++) {
                long own = seedOf(operation, point, round);
                List<String> found = stage.run(operation, point, new Random(own));
                if (!found.isEmpty()) {
                    wrong.add(operation + ", " + point + ", round " + round + ", seed " + own + ": " + found);
                }
            }
        }
        return points.size();
    }

    private long seedOf(Operation operation, Point point, int round) {
        return ((seed * 31 + operation.name().hashCode()) * 31 + point.side().ordinal()) * 1_000_003L
                + point.message() * 10_007L
                + round;
    }
}
