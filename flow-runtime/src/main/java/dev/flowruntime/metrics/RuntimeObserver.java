package dev.flowruntime.metrics;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;

/**
 * Hears what a runtime and the faces on it do, as it happens. Every method does nothing unless it is implemented.
 *
 * <p>Calls come on the threads that do the work, many at once, and hold it up: an implementation is thread-safe, quick, and does
 * not block. What it throws is logged and changes nothing. All that it is told is of one process.
 */
public interface RuntimeObserver {
    /** Hears nothing; without an observer nothing is even measured. */
    RuntimeObserver NONE = new RuntimeObserver() {};

    /** Called once, before anything else, when the runtime is built: what is not told can be read from it at any time. */
    default void attached(FlowRuntime runtime) {}

    /**
     * A turn was committed; in a transaction of the host's, it was written.
     *
     * @param status where the execution stood afterwards
     * @param nanos what running and committing it took
     */
    default void turn(HistoryEvent.Cause cause, ExecutionStatus status, long nanos) {}

    /** An attempt at a task came to its end. */
    default void task(String queue, TaskOutcome outcome) {}

    /** An attempt at a webhook came to its end. */
    default void webhook(WebhookOutcome outcome) {}

    /** Work was claimed from the store: so many pieces, at least one. */
    default void claimed(ClaimedWork work, int pieces) {}

    /**
     * The store answered.
     *
     * @param operation role and method, such as {@code executions.commit}: one of about forty
     * @param nanos what it took
     */
    default void storeCall(String operation, long nanos) {}

    /**
     * The store failed.
     *
     * @param operation as in {@link #storeCall}
     * @param nanos after what time
     */
    default void storeFailure(String operation, long nanos) {}

    /**
     * A caller was told to come back later.
     *
     * @param limit of a few, such as {@code messages}
     */
    default void rateLimited(String limit) {}

    /** A request was refused since the process served as many as it may, and it had waited in vain or could not wait. */
    default void shed() {}

    /**
     * A page showed something of a widget key.
     *
     * @param publicKey of a key that exists
     */
    default void widgetKeyMounted(String publicKey) {}
}
