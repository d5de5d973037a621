package dev.flowruntime.internal;

import dev.flowruntime.internal.WebhookSender.Result;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what stands in the outbox: on the threads of {@link #start()}, or on the caller's by {@link #runOnce()}.
 *
 * <p>A commit that leaves an entry wakes the claiming thread at once; otherwise it looks again each {@link #POLL}. It claims only
 * what may begin at once, so nothing waits in memory while its lease runs.
 */
final class WebhookWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookWorkers.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Somewhat longer than an attempt can take. */
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(20);

    private static final Duration DRAIN = Duration.ofSeconds(16);
    private static final int BATCH = 100;

    private final Services services;
    private final WebhookSender sender;
    private final EndpointTraffic traffic;
    private final Duration lease;
    private final Semaphore signals = new Semaphore(0);
    private volatile boolean closed;
    /** Whether the last claim failed; of the claiming thread. */
    private boolean failing;

    private @Nullable Thread claimer;
    private @Nullable ExecutorService pool;

    WebhookWorkers(Services services, WebhookSender sender) {
        this.services = services;
        this.sender = sender;
        this.traffic = new EndpointTraffic(services.nanoTime());
        Duration chosen = services.settings().lease();
        this.lease = chosen.compareTo(SHORTEST_LEASE) < 0 ? SHORTEST_LEASE : chosen;
    }

    /** Says that there may be something to deliver. */
    void wake() {
        if (signals.availablePermits() == 0) {
            signals.release();
        }
    }

    /**
     * Delivers all that is due now on this thread, one by one.
     *
     * @return how many
     */
    int runOnce() {
        int done = 0;
        while (!Thread.currentThread().isInterrupted()) {
            List<Delivery> next = claim(1, EndpointLimits.NONE);
            if (next.isEmpty()) {
                break;
            }
            send(next.get(0));
            done++;
        }
        return done;
    }

    private List<Delivery> claim(int limit, EndpointLimits limits) {
        return services.store().outbox().claim(new Claim(services.now(), lease, limit), limits);
    }

    private Result send(Delivery held) {
        try {
            return sender.send(held);
        } catch (StoreException e) {
            LOG.warn(
                    "webhook {} was not settled and is sent again when its lease has ended: {}",
                    held.entry().id(),
                    e.getMessage());
            return Result.UNASKED;
        } catch (RuntimeException e) {
            LOG.error("a delivery failed; it is made again when its lease has ended", e);
            return Result.UNASKED;
        }
    }

    /** @throws IllegalStateException when it was started or closed before */
    synchronized void start() {
        if (claimer != null || closed) {
            throw new IllegalStateException("the workers were started or closed before");
        }
        pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> daemon(work, "flow-webhook"));
        claimer = daemon(this::claimUntilClosed, "flow-webhook-claimer");
        claimer.start();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void claimUntilClosed() {
        try {
            while (!closed) {
                signals.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                signals.drainPermits();
                while (!closed && claimOnce() > 0) {
                    LOG.trace("claiming again: there was something to deliver");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int claimOnce() {
        int room = Math.min(traffic.room(), BATCH);
        if (room == 0) {
            return 0;
        }
        try {
            List<Delivery> claimed = claim(room, traffic.limits());
            failing = false;
            claimed.forEach(this::submit);
            return claimed.size();
        } catch (RuntimeException e) {
            tell(e);
            return 0;
        }
    }

    /** Once, and not at each try of an outage. */
    private void tell(RuntimeException failure) {
        if (!failing) {
            LOG.error("claiming deliveries failed; trying again every {} until it succeeds", POLL, failure);
        }
        failing = true;
    }

    private void submit(Delivery held) {
        ExecutorService threads = pool;
        if (threads == null) {
            throw new IllegalStateException("not started");
        }
        WidgetKeyId endpoint = held.entry().endpoint();
        traffic.begun(endpoint);
        threads.execute(() -> {
            Result result = Result.UNASKED;
            try {
                result = send(held);
            } finally {
                traffic.ended(endpoint, result);
                wake();
            }
        });
    }

    /** Claims nothing more; what is under way goes on. */
    void stop() {
        closed = true;
        wake();
    }

    /** Waits until what is under way is done, which an attempt's time bounds; what is left is delivered again elsewhere. */
    @Override
    public synchronized void close() {
        stop();
        if (claimer == null || pool == null) {
            return;
        }
        try {
            claimer.join(DRAIN.toMillis());
            pool.shutdown();
            if (!pool.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("some deliveries did not end in time; they are made again when their leases have ended");
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
