package dev.flowruntime.examples;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.examples.EngineClient.Said;
import dev.flowruntime.examples.SentAnswer.Fate;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Workers of {@link TaskChaos} that claim their tasks over HTTP, and have mishaps. */
final class RemoteWorkers {
    private static final int WORKERS = 16;

    private final TenantId tenant;
    private final EngineClient client;
    private final Duration lease;
    private final ConcurrentLinkedQueue<SentAnswer> sent = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean over;

    /** @param lease in whole seconds */
    RemoteWorkers(TenantId tenant, EngineClient client, Duration lease) {
        this.tenant = tenant;
        this.client = client;
        this.lease = lease;
    }

    /** A task in a worker's hands. */
    private record Held(TaskId task, long attempt, String leaseToken) {
        static Held of(Map<?, ?> leased) {
            return new Held(
                    TaskId.of(String.valueOf(leased.get("task_id"))),
                    ((Number) Objects.requireNonNull(leased.get("attempt"))).longValue(),
                    String.valueOf(leased.get("lease_token")));
        }
    }

    void start() {
        for (int i = 0; i < WORKERS; i++) {
            threads.execute(this::workUntilOver);
        }
    }

    /** Lets them finish what they hold, however late, and tells all that they answered. */
    List<SentAnswer> end() throws InterruptedException {
        over = true;
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a worker does not end");
        }
        return List.copyOf(sent);
    }

    private void workUntilOver() {
        try {
            while (!over) {
                Held held = claim();
                if (held != null) {
                    work(held);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Held claim() throws InterruptedException {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("tenant_id", tenant.toString());
        body.put("queue", TaskChaos.REMOTE);
        body.put("lease_seconds", lease.toSeconds());
        body.put("wait_seconds", 1);
        try {
            Said said = client.post("tasks/claim", body);
            return said.body().get("tasks") instanceof List<?> tasks
                            && !tasks.isEmpty()
                            && tasks.get(0) instanceof Map<?, ?> task
                    ? Held.of(task)
                    : null;
        } catch (IOException e) {
            return null; // what it has claimed for us is due again when the lease has ended
        }
    }

    private void work(Held held) throws InterruptedException {
        boolean byEvent = Mishap.chance(held.task, held.attempt, 3, 4) == 0;
        Answer answer = Answer.of(held.task, held.attempt, byEvent ? "event" : "lease");
        switch (Mishap.of(held.task, held.attempt)) {
            case NONE -> send(held, answer);
            case KILLED -> {}
            // Whoever pauses or is late does so in real time, as the lease ends by the database's clock.
            case PAUSED -> {
                TimeUnit.NANOSECONDS.sleep(TaskChaos.pause(lease));
                send(held, answer);
            }
            case LATE -> {
                TimeUnit.NANOSECONDS.sleep(TaskChaos.about(lease, held.task, held.attempt));
                send(held, answer);
            }
            case TWICE -> {
                send(held, answer);
                send(held, answer.next());
            }
            case TWICE_AT_ONCE -> {
                CompletableFuture<Void> other =
                        CompletableFuture.runAsync(() -> sendQuietly(held, answer.next()), threads);
                send(held, answer);
                other.join();
            }
        }
    }

    private void sendQuietly(Held held, Answer answer) {
        try {
            send(held, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends an answer until a node says what becomes of it. */
    private void send(Held held, Answer answer) throws InterruptedException {
        boolean doubtful = false;
        while (true) {
            try {
                Fate fate = answer.isUnderLease() ? complete(held, answer) : publish(answer);
                if (fate != null) {
                    sent.add(new SentAnswer(answer, doubtful && fate == Fate.REFUSED ? Fate.UNKNOWN : fate));
                    return;
                }
            } catch (ConnectException e) {
                // nobody was there to hear it
            } catch (IOException e) {
                doubtful = true;
            }
            TimeUnit.MILLISECONDS.sleep(20); // a node that was killed is being started again
        }
    }

    /** @return null when the node could not serve */
    private @Nullable Fate complete(Held held, Answer answer) throws IOException, InterruptedException {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("tenant_id", tenant.toString());
        body.put("lease_token", held.leaseToken);
        body.put("data", Map.of("answer", answer.text()));
        Said said = client.post("tasks/" + held.task + "/complete", body);
        return switch (said.status()) {
            case 200 -> Fate.ACCEPTED;
            case 409 -> "lease_lost".equals(said.body().get("error")) ? Fate.REFUSED : mistreated(answer, said);
            case 503 -> null;
            default -> mistreated(answer, said);
        };
    }

    private @Nullable Fate publish(Answer answer) throws IOException, InterruptedException {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("tenant_id", tenant.toString());
        body.put("event_name", TaskChaos.REMOTE + ".completed");
        body.put("data", Map.of("task_id", answer.task().toString(), "answer", answer.text()));
        Said said = client.post("events", body);
        return switch (said.status()) {
            case 202 -> Objects.equals(said.body().get("subscriptions_matched"), 1L) ? Fate.ACCEPTED : Fate.REFUSED;
            case 503 -> null;
            default -> mistreated(answer, said);
        };
    }

    private static Fate mistreated(Answer answer, Said said) {
        System.out.println(answer.text() + ": " + said.status() + " "
                + JsonTree.write(said.body()).text());
        return Fate.MISTREATED;
    }
}
