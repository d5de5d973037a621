package dev.flowruntime.internal;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.LastTurn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who follows which conversation on this node. A turn that was committed here is told at once; one of another node at the next
 * look into the store, once a second and for all conversations together.
 *
 * <p>To be told is a hint: whoever follows reads the turns from the store, so that nothing is lost when nobody was told, or told
 * twice.
 */
final class Followers implements WorkSource {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final ConversationStore store;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<Followed, List<Follower>> followers = new ConcurrentHashMap<>();
    private final AtomicLong lastLook;

    Followers(ConversationStore store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.lastLook = new AtomicLong(nanoTime.getAsLong() - LOOK_NANOS);
    }

    private record Followed(TenantId tenant, ConversationId conversation) {}

    /** Somebody who follows a conversation. */
    static final class Follower {
        private final Followed followed;
        private final Runnable news;
        private volatile long seen = Long.MAX_VALUE;

        private Follower(Followed followed, Runnable news) {
            this.followed = followed;
            this.news = news;
        }

        /** Says the number of the last turn that it has seen; until then it is only told of turns of this node. */
        void seen(long turn) {
            seen = turn;
        }

        private void tell() {
            try {
                news.run();
            } catch (RuntimeException e) { // must not be the failure of the turn that it is told of
                LOG.error("somebody who follows conversation {} cannot be told", followed.conversation(), e);
            }
        }
    }

    /** @param news called on any thread when there may be turns that were not seen; must return at once */
    Follower add(Conversation conversation, Runnable news) {
        Follower added = new Follower(new Followed(conversation.tenant(), conversation.id()), news);
        followers.merge(added.followed, List.of(added), Followers::join);
        return added;
    }

    private static List<Follower> join(List<Follower> some, List<Follower> more) {
        List<Follower> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    void remove(Follower follower) {
        followers.computeIfPresent(follower.followed, (followed, known) -> {
            List<Follower> left =
                    known.stream().filter(other -> other != follower).toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** Tells those who follow a conversation that it has had a turn. */
    void advanced(Conversation conversation) {
        if (followers.isEmpty()) {
            return;
        }
        for (Follower follower :
                followers.getOrDefault(new Followed(conversation.tenant(), conversation.id()), List.of())) {
            follower.tell();
        }
    }

    /** There is nothing to hand out: whoever missed turns is told here and now. */
    @Override
    public List<Runnable> claim(int limit) {
        long now = nanoTime.getAsLong();
        long last = lastLook.get();
        if (now - last >= LOOK_NANOS && lastLook.compareAndSet(last, now)) {
            look();
        }
        return List.of();
    }

    private void look() {
        List<LastTurn> seen = new ArrayList<>(followers.size());
        followers.forEach((followed, all) -> {
            long first = all.stream().mapToLong(one -> one.seen).min().orElse(Long.MAX_VALUE);
            if (first != Long.MAX_VALUE) {
                seen.add(new LastTurn(followed.tenant(), followed.conversation(), first));
            }
        });
        if (seen.isEmpty()) {
            return;
        }
        for (LastTurn last : store.listAdvanced(seen)) {
            Followed followed = new Followed(last.tenant(), last.conversation());
            for (Follower follower : followers.getOrDefault(followed, List.of())) {
                if (follower.seen < last.number()) {
                    follower.tell();
                }
            }
        }
    }
}
