package dev.flowruntime.internal;

import dev.flowruntime.TaskWorker;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.transport.TaskTransport;
import dev.flowruntime.transport.WebhookTransport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An engine and the threads that do what waits in its store. */
public final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    /** Together no more than the connections that one host is given. */
    private static final int EFFECT_THREADS = 64;

    private static final int STEP_THREADS = 32;

    private final Engine engine;
    private final DueTasks tasks;
    private final Brokers brokers;
    /** Those that have a worker or a transport. */
    private final Set<String> queues = new HashSet<>();

    private final Workers turnWorkers;
    private final Workers stepWorkers;
    private final Workers taskWorkers;
    private final WebhookWorkers webhooks;
    private final Outgoing.Http webhookHttp;
    private final Outgoing.Http flowHttp;
    private final Workers claimWorkers;
    private final Workers followers;
    private final ExecutorService effects;

    public Background(Services services, Outgoing outgoing) {
        effects = new ThreadPoolExecutor(
                0, EFFECT_THREADS, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), work -> daemon(work));
        flowHttp = Outgoing.Http.ofFlows(services.settings().reach(), outgoing.answerLimit());
        HttpRequests requests = new HttpRequests(
                services.clock(),
                outgoing.connections(),
                flowHttp::send,
                time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
        engine = Engine.of(services, new Continuation.Effects(effects, requests), this::wake);
        tasks = new DueTasks(services, engine.taskLeases());
        brokers = new Brokers(services, engine);
        turnWorkers = Workers.ofQuickWork(
                List.of(engine.dueExecutions(), engine.inbox()),
                List.of(
                        Sweep.idempotencyKeys(services),
                        Sweep.telemetryKeys(services),
                        new ExpiredUploads(services, engine.uploads()),
                        engine.meter()));
        // Apart from the others, whom steps that take their time must not hold up.
        stepWorkers = new Workers(List.of(engine.leftSteps()), STEP_THREADS);
        taskWorkers = new Workers(List.of(tasks), List.of(new ExhaustedTasks(services, engine.taskLeases())));
        webhookHttp = Outgoing.Http.ofWebhooks(services.settings().reach());
        WebhookTransport transport = outgoing.transport() == null ? webhookHttp::send : outgoing.transport();
        webhooks = new WebhookWorkers(
                services, new WebhookSender(services, engine.keys(), transport, outgoing.listener()));
        // Apart from the others, who may all be busy.
        claimWorkers = new Workers(List.of(engine.taskClaims()));
        followers = new Workers(List.of(engine.followers()));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "flow-effect");
        thread.setDaemon(true);
        return thread;
    }

    public Engine engine() {
        return engine;
    }

    /** Says that there may be work of every kind. */
    public void wake() {
        for (Left work : Left.values()) {
            wake(work);
        }
    }

    /** Wakes only those whose work it is: a look costs the others a transaction. */
    private void wake(Left work) {
        switch (work) {
            case TURN -> {
                turnWorkers.wake();
                stepWorkers.wake();
            }
            case TASK -> {
                taskWorkers.wake();
                claimWorkers.wake();
                brokers.wake();
            }
            case DELIVERY -> webhooks.wake();
        }
    }

    /** @throws IllegalStateException when the queue has a worker or a transport already */
    public synchronized void add(String queue, TaskWorker worker) {
        refuseTaken(queue);
        tasks.register(queue, worker);
        queues.add(queue);
    }

    /**
     * Binds a queue to a transport.
     *
     * @throws IllegalStateException when the queue has a worker or a transport already, or the transports run
     */
    public synchronized void bind(String queue, TaskTransport transport, Duration lease) {
        refuseTaken(queue);
        brokers.bind(queue, transport, lease);
        queues.add(queue);
    }

    private void refuseTaken(String queue) {
        if (queues.contains(queue)) {
            throw new IllegalStateException("the queue " + queue + " has a worker already");
        }
    }

    public void start() {
        turnWorkers.start();
        stepWorkers.start();
        taskWorkers.start();
        webhooks.start();
        claimWorkers.start();
        brokers.start();
        engine.taskClaims().start();
        followers.start();
    }

    public int runOnce() {
        int done = 0;
        int before;
        do {
            before = done;
            done += turnWorkers.runOnce();
            done += stepWorkers.runOnce();
            done += taskWorkers.runOnce();
            done += webhooks.runOnce();
            done += claimWorkers.runOnce();
            done += brokers.runOnce();
            done += followers.runOnce();
        } while (done > before);
        return done;
    }

    @Override
    public void close() {
        webhooks.stop();
        claimWorkers.close();
        engine.taskClaims().stop();
        brokers.close();
        taskWorkers.close();
        followers.close();
        turnWorkers.close();
        effects.shutdown();
        stepWorkers.close();
        try {
            if (!effects.awaitTermination(5, TimeUnit.SECONDS)) {
                effects.shutdownNow();
            }
        } catch (InterruptedException e) {
            effects.shutdownNow();
            Thread.currentThread().interrupt();
        }
        webhooks.close();
        webhookHttp.close();
        flowHttp.close();
        addCounts();
    }

    private void addCounts() {
        try {
            engine.meter().flush();
        } catch (StoreException e) {
            LOG.warn("what widget keys were used for in the last seconds is not counted", e);
        }
    }
}
