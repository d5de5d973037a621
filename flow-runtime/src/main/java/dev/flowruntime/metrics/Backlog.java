package dev.flowruntime.metrics;

import dev.flowruntime.WebhookBacklog;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What still has to leave, as it was at most five seconds ago. Both figures of a scrape are of one question to the store, and a
 * store that does not answer makes a scrape wait once. Thread-safe.
 */
final class Backlog {
    private static final Logger LOG = LoggerFactory.getLogger(MicrometerObserver.class);
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Supplier<WebhookBacklog> store;
    private final Clock clock;
    private @Nullable WebhookBacklog known;
    private boolean asked;
    private boolean failing;
    private long askedAt;

    Backlog(Supplier<WebhookBacklog> store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    double pending() {
        WebhookBacklog backlog = fresh();
        return backlog == null ? Double.NaN : backlog.pending();
    }

    double oldestSeconds() {
        WebhookBacklog backlog = fresh();
        return backlog == null ? Double.NaN : backlog.oldestAge().toMillis() / 1e3;
    }

    private synchronized @Nullable WebhookBacklog fresh() {
        if (!asked || clock.monotonicTime() - askedAt >= FRESH_NANOS) {
            known = ask();
            asked = true;
            askedAt = clock.monotonicTime();
        }
        return known;
    }

    private @Nullable WebhookBacklog ask() {
        try {
            WebhookBacklog backlog = store.get();
            failing = false;
            return backlog;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("what waits in the outbox cannot be told until the store answers: {}", e.getMessage());
            }
            failing = true;
            return null;
        }
    }
}
