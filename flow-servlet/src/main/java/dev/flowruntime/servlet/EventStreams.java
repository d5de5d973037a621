package dev.flowruntime.servlet;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event streams of this mount: how many there are, the few threads that serve all of them, and the clock that they go by. A
 * stream in which nothing happens has no thread, and its next look is a second away. Thread-safe.
 */
final class EventStreams {
    /** A page has one, and a visitor some tabs; streams whose client has gone count until the next beat finds out. */
    static final int PER_SESSION = 4;

    static final Duration TICK = Duration.ofSeconds(1);
    private static final int THREADS = 4;
    private static final long RETRY_MILLIS = 1_000;
    private static final int RETRY_SPREAD = 4_000;

    private static final Logger LOG = LoggerFactory.getLogger(FlowServlet.class);

    private final int max;
    private final LongSupplier nanoTime;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, daemons("flow-stream-clock"));
    private volatile boolean draining;

    // Guarded by this.
    private final Map<String, Integer> sessions = new HashMap<>();
    private int places;
    private @Nullable ScheduledFuture<?> ticks;

    /** @param max the most streams at once */
    EventStreams(int max, LongSupplier nanoTime) {
        this.max = max;
        this.nanoTime = nanoTime;
        // What waits in its queue is streams, each at most once.
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("flow-stream"));
        threads.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A place among the streams that are open at once. */
    final class Place implements AutoCloseable {
        private final String session;
        private boolean given = true;

        private Place(String session) {
            this.session = session;
        }

        /** Gives the place back, once. */
        @Override
        public void close() {
            synchronized (EventStreams.this) {
                if (given) {
                    given = false;
                    places--;
                    sessions.computeIfPresent(session, (name, count) -> count == 1 ? null : count - 1);
                }
            }
        }
    }

    /**
     * Takes a place.
     *
     * @param session whose stream it is
     * @throws FlowException {@code UNAVAILABLE} when this node has no place, or is going down; {@code RATE_LIMITED} when the
     *     session has its {@value #PER_SESSION}
     */
    synchronized Place take(String session) {
        if (draining) {
            throw new FlowException(ErrorCode.UNAVAILABLE, "this node is going down");
        }
        if (sessions.getOrDefault(session, 0) >= PER_SESSION) {
            long seconds = EventStream.BEAT.toSeconds();
            throw new FlowException(
                    ErrorCode.RATE_LIMITED,
                    "the session has " + PER_SESSION + " streams open; close one, or try again in " + seconds + " s",
                    Map.of("retry_after", seconds));
        }
        if (places >= max) {
            throw new FlowException(ErrorCode.UNAVAILABLE, "too many streams are open; try again later");
        }
        places++;
        sessions.merge(session, 1, Integer::sum);
        return new Place(session);
    }

    /** Takes a stream in that is about to begin. */
    void add(EventStream stream) {
        open.add(stream);
        synchronized (this) {
            if (ticks == null && !draining) {
                ticks = clock.scheduleAtFixedRate(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        if (draining) {
            stream.end(retryMillis(stream));
        }
    }

    void remove(EventStream stream) {
        open.remove(stream);
    }

    int size() {
        return open.size();
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** Lets a stream work; not any more after the end. */
    void execute(EventStream stream) {
        try {
            threads.execute(stream);
        } catch (RejectedExecutionException e) {
            LOG.debug("a stream wants to work after the end of its servlet");
        }
    }

    /** Lets each stream look at the time. */
    void tick() {
        for (EventStream stream : open) {
            stream.tick();
        }
    }

    /** Ends all streams, each with the advice to come back after some time of its own, and takes no more. */
    void drain() {
        synchronized (this) {
            draining = true;
        }
        for (EventStream stream : open) {
            stream.end(retryMillis(stream));
        }
    }

    /** Spread, so that they do not all come to the other nodes at once. */
    private static long retryMillis(EventStream stream) {
        return RETRY_MILLIS + Math.floorMod(System.identityHashCode(stream), RETRY_SPREAD);
    }

    /** The servlet is over, and its connections with it. */
    synchronized void close() {
        draining = true;
        clock.shutdownNow();
        threads.shutdown();
    }
}
