package dev.flowruntime.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the work that waits in the store: on the threads of {@link #start()}, or on the caller's by {@link #runOnce()}.
 *
 * <p>A commit that leaves work wakes the claiming thread at once; otherwise it looks again each {@link #POLL}. What comes due by
 * time alone it looks for no oftener than that, however busy it is. It holds no more than a fixed number of pieces, and claims as
 * many as it has room for.
 */
public final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration DRAIN = Duration.ofSeconds(25);
    private static final int THREADS = 16;
    private static final int BATCH = 100;

    private final List<WorkSource> sources;
    private final List<WorkSource> timely;
    private final int threads;
    private final Semaphore free;
    private final Semaphore signals = new Semaphore(0);
    private volatile boolean closed;
    /** Whether the last claim failed; of the claiming thread. */
    private boolean failing;
    /** When {@link #timely} is looked at again, by {@code System.nanoTime()}; of the claiming thread. */
    private long nextTimely = System.nanoTime();

    private @Nullable Thread claimer;
    private @Nullable ExecutorService pool;

    Workers(List<WorkSource> sources) {
        this(sources, List.of());
    }

    /**
     * @param sources of work that commits leave
     * @param timely of work that comes due by time alone
     */
    Workers(List<WorkSource> sources, List<WorkSource> timely) {
        this(sources, timely, THREADS, THREADS);
    }

    /** @param threads how many pieces are worked on at once, at the most */
    Workers(List<WorkSource> sources, int threads) {
        this(sources, List.of(), threads, threads);
    }

    /** @param room how many pieces it holds at the most, those that run among them */
    private Workers(List<WorkSource> sources, List<WorkSource> timely, int threads, int room) {
        this.sources = List.copyOf(sources);
        this.timely = List.copyOf(timely);
        this.threads = threads;
        this.free = new Semaphore(room);
    }

    /**
     * For work that takes no time to speak of, far less than a lease: some is claimed for threads that are still at the piece
     * before.
     */
    static Workers ofQuickWork(List<WorkSource> sources, List<WorkSource> timely) {
        return new Workers(sources, timely, THREADS, THREADS * 4);
    }

    /** Says that there may be work. */
    public void wake() {
        if (signals.availablePermits() == 0) {
            signals.release();
        }
    }

    /**
     * Does everything that is due now, and what comes due by doing it, on this thread.
     *
     * @return how many pieces
     */
    public int runOnce() {
        int done = 0;
        int before;
        do {
            before = done;
            done += runOnce(sources) + runOnce(timely);
        } while (done > before && !Thread.currentThread().isInterrupted());
        return done;
    }

    private static int runOnce(List<WorkSource> from) {
        int done = 0;
        for (WorkSource source : from) {
            for (Runnable work : source.claim(BATCH)) {
                run(work);
                done++;
            }
        }
        return done;
    }

    /** @throws IllegalStateException when it was started or closed before */
    public synchronized void start() {
        if (claimer != null || closed) {
            throw new IllegalStateException("the workers were started or closed before");
        }
        AtomicInteger names = new AtomicInteger();
        pool = Executors.newFixedThreadPool(threads, work -> daemon(work, "flow-worker-" + names.incrementAndGet()));
        claimer = daemon(this::claimUntilClosed, "flow-claimer");
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
                    LOG.trace("claiming again: there was work");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int claimOnce() throws InterruptedException {
        int claimed = claimOnce(sources);
        if (System.nanoTime() - nextTimely >= 0) {
            int timelyClaimed = claimOnce(timely);
            if (timelyClaimed == 0) { // else there may be more
                nextTimely = System.nanoTime() + POLL.toNanos();
            }
            claimed += timelyClaimed;
        }
        return claimed;
    }

    private int claimOnce(List<WorkSource> from) throws InterruptedException {
        int claimed = 0;
        for (WorkSource source : from) {
            free.acquire();
            int slots = 1 + free.drainPermits();
            int taken = 0;
            try {
                for (Runnable work : source.claim(slots)) {
                    taken++;
                    submit(work);
                }
                failing = false;
            } catch (RuntimeException e) {
                tell(e);
            } finally {
                free.release(slots - taken);
            }
            claimed += taken;
        }
        return claimed;
    }

    /** Once, and not at each try of an outage. */
    private void tell(RuntimeException failure) {
        if (!failing) {
            LOG.error("claiming work failed; trying again every {} until it succeeds", POLL, failure);
        }
        failing = true;
    }

    private void submit(Runnable work) {
        ExecutorService threads = pool;
        if (threads == null) {
            throw new IllegalStateException("not started");
        }
        threads.execute(() -> {
            try {
                run(work);
            } finally {
                free.release();
                wake();
            }
        });
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("a piece of work failed; it is done again when its lease has ended", e);
        }
    }

    /** Stops claiming and waits until what runs is done, at most 25 seconds; what is left is done again elsewhere. */
    @Override
    public synchronized void close() {
        closed = true;
        wake();
        if (claimer == null || pool == null) {
            return;
        }
        try {
            claimer.join(DRAIN.toMillis());
            pool.shutdown();
            if (!pool.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("some work did not end in time; it is done again when its lease has ended");
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
