package dev.flowruntime.engine;

import dev.flowruntime.transport.BrokerDownException;
import dev.flowruntime.transport.RefusedTaskException;
import dev.flowruntime.transport.TaskMessage;
import dev.flowruntime.transport.TaskResults;
import dev.flowruntime.transport.TaskTransport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A transport that keeps what is sent, or fails as it is told. For one thread. */
final class ScriptedTransport implements TaskTransport {
    private enum Mode {
        UP,
        DOWN,
        REFUSING,
        DYING
    }

    private final List<TaskMessage> sent = new ArrayList<>();
    private Mode mode = Mode.UP;
    private int refusals;
    private TaskResults results;

    @Override
    public void start(TaskResults given) {
        results = given;
    }

    @Override
    public void send(TaskMessage task) throws BrokerDownException, RefusedTaskException {
        Objects.requireNonNull(results, "sent before it was started");
        switch (mode) {
            case UP -> sent.add(task);
            case DOWN -> {
                refusals++;
                throw new BrokerDownException("down", new IOException("connection refused"));
            }
            case REFUSING -> throw new RefusedTaskException("too large", new IOException("too large"));
            case DYING -> throw new IllegalStateException("the process dies here");
        }
    }

    void goDown() {
        mode = Mode.DOWN;
    }

    void comeUp() {
        mode = Mode.UP;
    }

    void refuse() {
        mode = Mode.REFUSING;
    }

    void die() {
        mode = Mode.DYING;
    }

    /** What was sent and not taken away by the test. */
    List<TaskMessage> sent() {
        return sent;
    }

    int refusals() {
        return refusals;
    }

    TaskResults results() {
        return results;
    }

    boolean isStarted() {
        return results != null;
    }

    @Override
    public void close() {
        results = null;
    }
}
