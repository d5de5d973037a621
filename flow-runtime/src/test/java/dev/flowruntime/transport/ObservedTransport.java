package dev.flowruntime.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A transport that tells a test what happens at it. */
final class ObservedTransport implements TaskTransport {
    private final TaskTransport inner;
    private final BlockingQueue<Boolean> settled = new LinkedBlockingQueue<>();
    private final BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();

    ObservedTransport(TaskTransport inner) {
        this.inner = inner;
    }

    @Override
    public void start(TaskResults results) {
        inner.start(result -> {
            boolean changed = results.settle(result);
            settled.add(changed);
            return changed;
        });
    }

    @Override
    public void send(TaskMessage task) throws BrokerDownException, RefusedTaskException, InterruptedException {
        try {
            inner.send(task);
        } catch (BrokerDownException | RefusedTaskException e) {
            failures.add(e);
            throw e;
        }
    }

    /** Whether the next result changed anything. */
    boolean nextSettled() throws InterruptedException {
        return next(settled);
    }

    Exception nextFailure() throws InterruptedException {
        return next(failures);
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(1, TimeUnit.MINUTES);
        assertThat(next).as("within a minute").isNotNull();
        return next;
    }

    @Override
    public void close() {
        inner.close();
    }
}
