package dev.flowruntime;

import dev.flowruntime.internal.Follow;
import java.util.List;

/**
 * What happens in a conversation, turn by turn, without gaps or doubles: made by {@link ChatSession#follow}.
 *
 * <p>Nothing is kept in memory for whoever does not take it: events wait in the store. For one thread at a time.
 *
 * <pre>{@code
 * try (ConversationStream stream = session.follow(null, signal::release)) {
 *     while (true) {
 *         for (StreamEvent event : stream.take()) {
 *             show(event);
 *         }
 *         signal.acquire();
 *     }
 * }
 * }</pre>
 */
public final class ConversationStream implements AutoCloseable {
    /** The most events that come at once. */
    public static final int BATCH = Follow.BATCH;

    private final Follow follow;
    private final Runnable admission;

    /** @param admission throws when the session has ended */
    ConversationStream(Follow follow, Runnable admission) {
        this.follow = follow;
        this.admission = admission;
    }

    /** The place behind what was taken, to follow from later. */
    public String cursor() {
        return follow.cursor();
    }

    /**
     * What has happened since, in order, at most {@value #BATCH}; empty when nothing has. When there are as many there may be
     * more.
     *
     * @throws FlowException as {@link #check} does
     * @throws dev.flowruntime.store.StoreException when the store cannot be read; nothing is lost by taking again
     */
    public List<StreamEvent> take() {
        admission.run();
        return follow.take();
    }

    /**
     * Returns while the session lasts. Who follows a quiet conversation asks now and then; it costs next to nothing.
     *
     * @throws FlowException {@code INVALID_SESSION_TOKEN} once its token has expired, {@code WIDGET_DISABLED} and {@code
     *     ORIGIN_NOT_ALLOWED} within five seconds of the change of its key
     */
    public void check() {
        admission.run();
    }

    @Override
    public void close() {
        follow.close();
    }
}
