package dev.flowruntime.transport;

/** Where a {@link TaskTransport} hands over what comes back. Thread-safe. */
@FunctionalInterface
public interface TaskResults {
    /**
     * Settles the task. When this returns, the broker may forget the result; when it throws, the result is to be handed over
     * again.
     *
     * @return false when it changed nothing: the task is unknown or closed, or that attempt's failure has counted already
     * @throws dev.flowruntime.store.StoreException when the store could not be asked; {@code retry()} says whether it is
     *     worth trying again
     */
    boolean settle(TaskResult result);
}
