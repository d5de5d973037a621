package dev.flowruntime.internal;

import dev.flowruntime.metrics.TaskOutcome;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What whoever holds a task may do with it; all of it comes to nothing once the lease is another's. Thread-safe. */
public final class TaskLeases {
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    private final Services services;
    private final EventInbox inbox;

    TaskLeases(Services services, EventInbox inbox) {
        this.services = services;
        this.inbox = inbox;
    }

    /** @return false when the lease was lost */
    public boolean complete(TaskRecord held, Map<String, @Nullable Object> result) {
        return inbox.settle(held, TaskState.COMPLETED, result);
    }

    /**
     * Gives a task back to be tried again, later each time, unless its attempts are used up.
     *
     * @return where it stands then; null when the lease was lost
     */
    public @Nullable TaskState retry(TaskRecord held, String message) {
        if (held.attempts() >= held.maxAttempts()) {
            return close(held, TaskState.DEAD, message);
        }
        Duration backoff = services.settings().taskBackoff().multipliedBy(1L << Math.min(held.attempts() - 1, 20));
        if (backoff.compareTo(LONGEST_BACKOFF) > 0) {
            backoff = LONGEST_BACKOFF;
        }
        boolean released = services.store().tasks().release(held, services.now().plus(backoff));
        if (released) {
            services.observer().task(held.queue(), TaskOutcome.RETRIED);
        }
        return released ? TaskState.PENDING : null;
    }

    /**
     * Closes a task that brings no result.
     *
     * @return the state; null when the lease was lost
     */
    public @Nullable TaskState close(TaskRecord held, TaskState state, String message) {
        return inbox.settle(held, state, Map.of("message", message)) ? state : null;
    }
}
