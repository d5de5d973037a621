package dev.flowruntime.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how many requests are served at once. Who finds no place waits for one, first come, first served, and holds no thread
 * meanwhile; who has waited for long enough, or finds too many waiting, is refused. Thread-safe.
 *
 * <p>So a crowd is slowed down before it is refused: refusals cost, and those who get one at once ask again at once.
 */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(FlowServlet.class);
    private static final long WARNING_INTERVAL = TimeUnit.SECONDS.toNanos(10);
    /** How many wait for each place at the most. */
    private static final int WAITING_FOR_EACH = 32;

    private final int most;
    private final Duration patience;
    private final Semaphore places;
    private final Semaphore room;
    private final Queue<Waiting> line = new ConcurrentLinkedQueue<>();
    private final LongSupplier nanoTime;
    private final AtomicLong nextWarning;

    /** @param patience how long a request waits for a place; with zero none does */
    Admission(int most, Duration patience, LongSupplier nanoTime) {
        this.most = most;
        this.patience = patience;
        this.places = new Semaphore(most);
        this.room = new Semaphore(patience.isZero() ? 0 : WAITING_FOR_EACH * most);
        this.nanoTime = nanoTime;
        this.nextWarning = new AtomicLong(nanoTime.getAsLong());
    }

    /** @return false when there is no place; then {@link #leave} is not called */
    boolean enter() {
        return line.isEmpty() && places.tryAcquire();
    }

    /**
     * Keeps a request, which is dispatched again when it has a place or has waited for long enough.
     *
     * @return false when it cannot wait
     */
    boolean await(Exchange exchange) {
        if (!exchange.canWait() || !room.tryAcquire()) {
            warn();
            return false;
        }
        Waiting waiting = new Waiting(exchange.await());
        exchange.waiting(waiting);
        line.add(waiting);
        waiting.begin();
        if (places.tryAcquire()) {
            leave(); // who left before this one stood in line saw nobody in it
        }
        return true;
    }

    /** Gives the place to the first in line. */
    void leave() {
        do {
            for (Waiting next = line.poll(); next != null; next = line.poll()) {
                if (next.admit()) {
                    return;
                }
            }
            places.release();
        } while (!line.isEmpty() && places.tryAcquire());
    }

    int waiting() {
        return line.size();
    }

    /** Now and then, since a crowd must not flood the log as well. */
    private void warn() {
        long now = nanoTime.getAsLong();
        long next = nextWarning.get();
        if (now - next >= 0 && nextWarning.compareAndSet(next, now + WARNING_INTERVAL)) {
            LOG.warn("{} requests are being served; more are refused", most);
        }
    }

    /** A request in line. A place that it was given and has not come back to take, its connection being gone, goes to the next. */
    final class Waiting implements AsyncListener {
        private enum State {
            IN_LINE,
            ADMITTED,
            REFUSED,
            OVER
        }

        private final AsyncContext context;
        private final AtomicReference<State> state = new AtomicReference<>(State.IN_LINE);
        private final CompletableFuture<Boolean> expired = new CompletableFuture<>();

        private Waiting(AsyncContext context) {
            this.context = context;
            context.addListener(this);
        }

        private void begin() {
            CompletionStage<Boolean> end = expired.completeOnTimeout(true, patience.toNanos(), TimeUnit.NANOSECONDS);
            end.thenAccept(isExpired -> {
                if (isExpired) {
                    refuse();
                }
            });
        }

        /** @return false when it has no use for the place */
        private boolean admit() {
            if (!state.compareAndSet(State.IN_LINE, State.ADMITTED)) {
                return false;
            }
            room.release();
            expired.complete(false);
            return dispatch() || !state.compareAndSet(State.ADMITTED, State.OVER);
        }

        private void refuse() {
            if (state.compareAndSet(State.IN_LINE, State.REFUSED)) {
                line.remove(this);
                room.release();
                warn();
                dispatch();
            }
        }

        /** @return false when its container has given it up */
        private boolean dispatch() {
            try {
                context.dispatch();
                return true;
            } catch (IllegalStateException e) {
                LOG.debug("a request that waited is gone", e);
                return false;
            }
        }

        /** Of the request that was dispatched again: whether it has a place. */
        boolean takePlace() {
            return state.compareAndSet(State.ADMITTED, State.OVER);
        }

        private void giveBack() {
            if (takePlace()) {
                leave();
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            giveBack();
        }

        @Override
        public void onError(AsyncEvent event) {
            giveBack();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
