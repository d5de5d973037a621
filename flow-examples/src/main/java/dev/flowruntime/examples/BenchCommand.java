package dev.flowruntime.examples;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures conversations through the Java API. */
@Command(
        name = "bench",
        description = {
            "Measures conversations through the Java API: one JSON object a line, one line for each number of threads.",
            "A conversation is one trigger of the flow [message, form] and one resume of it [set, message, end]."
        },
        sortOptions = false)
final class BenchCommand implements Callable<Integer> {
    enum Store {
        memory,
        jdbc
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    Store store = Store.memory;

    @Mixin
    BenchStoreOptions database = new BenchStoreOptions();

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "numbers of threads, one after the other (default: 1,4,8,16)")
    List<Integer> threads = List.of(1, 4, 8, 16);

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "how long each is measured (default: ${DEFAULT-VALUE})")
    int seconds = 10;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "seconds before the first measurement (default: ${DEFAULT-VALUE})")
    int warmup = 10;

    @Override
    public Integer call() throws InterruptedException {
        if (threads.stream().anyMatch(n -> n < 1) || seconds < 1 || warmup < 0) {
            throw new CommandFailure("--threads and --seconds must be 1 or more, --warmup 0 or more");
        }
        if (store == Store.memory && database.jdbcUrl != null) {
            throw new CommandFailure("--jdbc-url is for --store jdbc");
        }
        try (OpenStore opened = store == Store.jdbc ? database.openDurable() : database.open()) {
            measure(opened, threads.get(0), Duration.ofSeconds(warmup));
            for (int n : threads) {
                long before = CountingSockets.trips();
                Measurement measured = measure(opened, n, Duration.ofSeconds(seconds));
                print(measured, trips(CountingSockets.trips() - before));
            }
        }
        return 0;
    }

    private void print(Measurement measured, @Nullable Long trips) {
        spec.commandLine().getOut().println(JsonTree.write(measured.toTree(store.name(), trips)));
        spec.commandLine().getOut().flush();
        if (measured.firstError() != null) {
            measured.firstError().printStackTrace(spec.commandLine().getErr());
        }
    }

    /** None in memory, and nobody counts those of other drivers. */
    private @Nullable Long trips(long counted) {
        return store == Store.memory ? Long.valueOf(0) : database.countsTrips() ? Long.valueOf(counted) : null;
    }

    /** In memory on a store of its own, so that no measurement pays for what an earlier one left behind. */
    private Measurement measure(OpenStore opened, int threads, Duration duration) throws InterruptedException {
        if (store == Store.jdbc) {
            try (Bench bench = Bench.throughTheChat(opened.store())) {
                return bench.run(threads, duration);
            }
        }
        try (FlowStore fresh = new InMemoryFlowStore();
                Bench bench = Bench.throughTheEngine(fresh)) {
            return bench.run(threads, duration);
        }
    }
}
