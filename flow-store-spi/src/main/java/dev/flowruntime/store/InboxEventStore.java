package dev.flowruntime.store;

import dev.flowruntime.model.EventId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import java.util.List;

/**
 * Keeps events from outside until they have met what waits for them.
 *
 * <p>An event is stored first and matched afterwards, so that neither an event that comes before its wait nor a process
 * that dies in between loses anything.
 */
public interface InboxEventStore {
    /**
     * Stores an event, and with it closes the task that it is the result of, or does nothing.
     *
     * <p>When the event names an execution, that execution is read under its row lock; if the event ends its wait
     * ({@code Wait.isEndedBy}), its {@code wakeAt} becomes the event's time of arrival, so that a worker finishes what the
     * caller may not live to. Of an event that is accepted and a commit that opens its wait, one sees the other, whichever
     * comes first. An event that names an unknown execution is stored and meets nobody.
     */
    EventOutcome accept(EventAcceptance acceptance);

    /** Events that name the execution and that it has not consumed, finished or not, in the order of their acceptance. */
    List<InboxEvent> listPending(TenantId tenant, ExecutionId execution);

    /**
     * Records that everybody who waited for the event was served, and what its sender was told; of several replies the
     * first stays. Nothing happens when there is no such event.
     */
    void finish(TenantId tenant, EventId id, Json reply);

    /**
     * Leases events that were accepted but never finished, the longest due first: a fresh event is due when the lease that
     * it was accepted with ends. Two callers never get the same one. Crosses tenants.
     */
    List<InboxEvent> claimUnfinished(Claim claim);
}
