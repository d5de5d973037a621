package dev.flowruntime.internal;

import dev.flowruntime.StreamEvent;
import dev.flowruntime.internal.Followers.Follower;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.ConversationTurn;
import dev.flowruntime.store.LastTurn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a conversation's turns from a place on, in batches; for one thread at a time. */
public final class Follow implements AutoCloseable {
    /** The most events of a batch; their blocks may have a mebibyte each. */
    public static final int BATCH = 16;

    private final ConversationStore store;
    private final Replies replies;
    private final Followers followers;
    private final Conversation conversation;
    private final @Nullable Instant since;
    private final Follower follower;

    /** The number of the last turn that was seen. */
    private long seen;
    /** The number of the last turn that there was when somebody looked; turns up to it are there, or were removed. */
    private long last;

    private boolean lost;

    /**
     * What somebody may read.
     *
     * @param since no turn from before, and none of an execution that was started before; null for all
     */
    public record Reach(Conversation conversation, @Nullable Instant since) {}

    /** @param cursor null for now */
    Follow(Engine engine, Reach reach, @Nullable String cursor, Runnable news) {
        this.store = engine.services().store().conversations();
        this.replies = new Replies(engine.services().signing().waits());
        this.followers = engine.followers();
        this.conversation = reach.conversation();
        this.since = reach.since();
        // First, so that no turn falls between what is read here and what is told.
        this.follower = followers.add(conversation, news);
        try {
            begin(cursor);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void begin(@Nullable String cursor) {
        last = lastTurn();
        long from = cursor == null ? last : Cursor.read(cursor, conversation.id());
        lost = from < 0 || from > last;
        seen(lost ? last : from);
    }

    private long lastTurn() {
        List<LastTurn> found = store.listAdvanced(List.of(new LastTurn(conversation.tenant(), conversation.id(), -1)));
        return found.isEmpty() ? 0 : found.get(0).number();
    }

    public String cursor() {
        return Cursor.write(seen, conversation.id());
    }

    /** The next events; empty when there are none. */
    public List<StreamEvent> take() {
        List<StreamEvent> events = new ArrayList<>();
        if (lost) {
            lost = false;
            events.add(new StreamEvent.Reset(cursor()));
            return events;
        }
        boolean more = true;
        while (more && events.isEmpty()) {
            more = takeBatch(events);
        }
        return List.copyOf(events);
    }

    /** @return whether there may be more */
    private boolean takeBatch(List<StreamEvent> events) {
        List<ConversationTurn> turns = store.listTurns(conversation.tenant(), conversation.id(), seen, BATCH);
        for (ConversationTurn turn : turns) {
            if (turn.number() != seen + 1) {
                break;
            }
            seen(turn.number());
            StreamEvent event = event(turn);
            if (event != null) {
                events.add(event);
            }
        }
        boolean gap =
                turns.isEmpty() ? seen < last : turns.get(turns.size() - 1).number() > seen;
        if (gap && events.isEmpty()) {
            last = lastTurn();
            seen(last);
            events.add(new StreamEvent.Reset(cursor()));
        }
        return turns.size() == BATCH;
    }

    private void seen(long turn) {
        seen = turn;
        follower.seen(turn);
    }

    private @Nullable StreamEvent event(ConversationTurn turn) {
        if (turn.event().reply() == null) {
            return null;
        }
        StoredReply stored = StoredReply.read(turn.event().reply());
        boolean old = since != null
                && (turn.event().at().isBefore(since) || stored.startedAt().isBefore(since));
        return old ? null : new StreamEvent.Updated(cursor(), replies.asItWas(turn, stored, conversation.id()));
    }

    @Override
    public void close() {
        followers.remove(follower);
    }
}
