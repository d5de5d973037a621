package dev.flowruntime.store;

import dev.flowruntime.model.InboxEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the inbox.
 *
 * @param fingerprint a hash of the request that brought it; tells a repeat from another use of its idempotency key
 * @param settlement how it closes the task that it is the result of; null when it closes none;
 *     otherwise the event names that task and its execution
 * @param lease how long after its arrival the caller has to serve it before a worker does
 */
public record EventAcceptance(
        InboxEvent event, String fingerprint, @Nullable TaskSettlement settlement, Duration lease) {
    public EventAcceptance {
        if (settlement != null && !settlement.task().equals(event.task())) {
            throw new IllegalArgumentException("an event settles the task that it names");
        }
        if (settlement != null && event.execution() == null) {
            throw new IllegalArgumentException("an event that settles a task names the task's execution");
        }
        if (lease.isNegative()) {
            throw new IllegalArgumentException("a lease is not negative");
        }
    }
}
