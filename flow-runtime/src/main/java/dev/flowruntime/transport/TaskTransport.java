package dev.flowruntime.transport;

/**
 * Takes tasks to workers elsewhere, such as over a broker, and brings their results back.
 *
 * <p>A task is sent at least once: again, with the same id, when no result has come before its lease ends. Results may come
 * twice, late, in any order, or at another node than the one that sent the task.
 *
 * <p>Implementations are thread-safe. The runtime that a transport is given to starts and closes it.
 */
public interface TaskTransport extends AutoCloseable {
    /**
     * Begins to hand results over; called once, before anything is sent. It returns at once even when the broker cannot be
     * reached, and keeps trying.
     */
    void start(TaskResults results);

    /**
     * Sends a task, and returns when the broker answers for it. Several threads send at once.
     *
     * @throws BrokerDownException when the broker may take the task later; it costs the task nothing
     * @throws RefusedTaskException when this very task cannot be sent; counts as a failed attempt
     * @throws InterruptedException when the runtime gives up waiting; the task is sent again
     */
    void send(TaskMessage task) throws BrokerDownException, RefusedTaskException, InterruptedException;

    /** Hands no more results over, waits for those that are being handed over, and lets go of the broker. */
    @Override
    void close();
}
