package dev.flowruntime.store;

import dev.flowruntime.model.InboxEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the inbox.
 *
 * @param fingerprint a hash of the request that brought it; tells a repeat from another use of its idempotency key
 * @param settlement how it closes the task that it is the result of; null when it is no task's result
 * @param lease how long the caller has to serve it before a worker does
 */
public record EventAcceptance(
        InboxEvent event, String fingerprint, @Nullable TaskSettlement settlement, Duration lease) {
    public EventAcceptance {
        if (settlement != null && !settlement.task().equals(event.task())) {
            throw new IllegalArgumentException("an event settles the task that it names");
        }
    }
}
