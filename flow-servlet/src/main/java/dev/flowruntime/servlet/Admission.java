package dev.flowruntime.servlet;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounds how many requests are served at once. There is no queue: who finds no place is refused. Thread-safe. */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(FlowServlet.class);
    private static final long WARNING_INTERVAL = TimeUnit.SECONDS.toNanos(10);

    private final int most;
    private final Semaphore places;
    private final LongSupplier nanoTime;
    private final AtomicLong nextWarning;

    Admission(int most, LongSupplier nanoTime) {
        this.most = most;
        this.places = new Semaphore(most);
        this.nanoTime = nanoTime;
        this.nextWarning = new AtomicLong(nanoTime.getAsLong());
    }

    /** @return false when there is no place; then {@link #leave} is not called */
    boolean enter() {
        boolean entered = places.tryAcquire();
        if (!entered) {
            warn();
        }
        return entered;
    }

    void leave() {
        places.release();
    }

    /** Now and then, since a crowd must not flood the log as well. */
    private void warn() {
        long now = nanoTime.getAsLong();
        long next = nextWarning.get();
        if (now - next >= 0 && nextWarning.compareAndSet(next, now + WARNING_INTERVAL)) {
            LOG.warn("{} requests are being served; more are refused", most);
        }
    }
}
