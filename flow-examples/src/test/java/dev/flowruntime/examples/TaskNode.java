package dev.flowruntime.examples;

import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Task;
import dev.flowruntime.servlet.FlowServlet;
import dev.flowruntime.token.KeyRing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node of {@link TaskChaos}: serves the API over HTTP, and does the tasks of one queue itself, with mishaps. */
final class TaskNode implements TaskChaos.Node {
    private static final String SIGNING_KEY = "0f".repeat(32);

    private final Duration lease;
    private final Running running;

    /** @param lease how long a task is its worker's */
    TaskNode(StoreOptions store, Duration lease) throws IOException {
        this.lease = lease;
        OpenStore opened = store.open();
        FlowRuntime runtime = FlowRuntime.builder(opened.store())
                .signingKeys(KeyRing.parse(List.of(SIGNING_KEY)))
                .lease(lease)
                .build();
        runtime.worker(TaskChaos.LOCAL, this::work);
        running = new Running(new FlowServer(), runtime, opened);
        running.server().bind("127.0.0.1", 0);
        running.start(FlowServlet.builder(runtime).withoutRateLimits().build());
    }

    /** A node in a process of its own; takes the database's URL, user and password and the lease. Ends with its input. */
    public static void main(String[] args) throws IOException {
        MigratingStoreOptions store = new MigratingStoreOptions();
        store.jdbcUrl = args[0];
        store.jdbcUser = args[1];
        store.jdbcPassword = args[2];
        TaskNode node = new TaskNode(store, Duration.parse(args[3]));
        System.out.println("listening on http://127.0.0.1:" + node.port());
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    @Override
    public int port() {
        return running.port();
    }

    private Map<String, @Nullable Object> work(Task task) throws InterruptedException {
        Mishap mishap = Mishap.of(task.id(), task.attempt());
        String again = Answer.of(task.id(), task.attempt(), "event").text();
        switch (mishap) {
            case NONE -> {}
            // Whoever dies, pauses or is late does so in real time, as the lease ends by the database's clock.
            case KILLED -> throw new InterruptedException("killed in the middle");
            case PAUSED -> TimeUnit.NANOSECONDS.sleep(TaskChaos.pause(lease));
            case LATE -> TimeUnit.NANOSECONDS.sleep(TaskChaos.about(lease, task.id(), task.attempt()));
            case TWICE -> publish(task, again);
            case TWICE_AT_ONCE -> CompletableFuture.runAsync(() -> publish(task, again));
        }
        return Map.of("answer", Answer.of(task.id(), task.attempt(), "lease").text());
    }

    private void publish(Task task, String answer) {
        Map<String, @Nullable Object> data = Map.of("task_id", task.id().toString(), "answer", answer);
        running.runtime().engine().publish(new EventRequest(task.tenant(), TaskChaos.LOCAL + ".completed", data, null));
    }

    @Override
    public void close() {
        running.close();
    }
}
