package dev.flowruntime;

import dev.flowruntime.internal.Background;
import dev.flowruntime.internal.Engine;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A runtime within a transaction of the host's, made by {@link FlowRuntime#within}: what is triggered, answered and told
 * through it takes effect when the host commits, together with the host's own rows, and was never there when the host rolls
 * back.
 *
 * <pre>{@code
 * connection.setAutoCommit(false);
 * insertOrder(connection, order);
 * JoinedRuntime joined = runtime.within(store.join(connection));
 * joined.engine().trigger(new EngineTrigger(acme, null, TriggerMessage.of("order_placed", order.number())));
 * connection.commit();
 * joined.committed();
 * }</pre>
 *
 * <p>A reply is what the turn made. Steps with effects do not run before the commit: the reply says {@code running}, and a
 * worker runs the step afterwards. Tasks, too, are seen by workers after the commit only.
 *
 * <p>Sessions, turns and events join. What tenants have set up does not: flows, widget keys and tokens are shared with the
 * runtime, read through its own store, and changed there. So a thread that joins may need one more connection of the pool for a
 * moment.
 *
 * <p>Until its end the transaction holds the locks of the executions and conversations that it moved on, and visitors wait for
 * them: keep it short. It should be at READ COMMITTED, under which a turn that lost a race is made again from what the winner left;
 * at stricter levels such a turn fails, and the host does its whole transaction again.
 *
 * <p>For one thread at a time, as a connection is.
 */
public final class JoinedRuntime {
    private final Background background;
    private final Engine engine;
    private final AtomicBoolean leftWork;

    JoinedRuntime(Background background, Engine engine, AtomicBoolean leftWork) {
        this.background = background;
        this.engine = engine;
        this.leftWork = leftWork;
    }

    /** What the widget of a website calls. */
    public ChatApi chat() {
        return new ChatApi(engine);
    }

    /** What back ends call. */
    public EngineApi engine() {
        return new EngineApi(engine);
    }

    /**
     * Says that the host has committed, so that workers of this process take up at once what the turns left. Without it they, and
     * those of other processes, find it within 200 ms.
     */
    public void committed() {
        if (leftWork.getAndSet(false)) {
            background.wake();
        }
    }
}
