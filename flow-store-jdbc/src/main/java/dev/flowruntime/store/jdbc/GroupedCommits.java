package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import dev.flowruntime.store.jdbc.Database.NoConnectionException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: while as many commits of turns are under way as the database does well at once, those that come wait, and when
 * one is through, those that wait and are alike go together, as one statement and one transaction.
 *
 * <p>Alike are turns of one tenant and one shape; a group has one turn of a conversation at most. Nobody leads who has no turn in
 * the group. What becomes of a turn does not depend on the others: a group that fails has written nothing, and each of its turns
 * then goes alone; so does a turn that has waited for long, since those before it may be waiting for a lock.
 */
final class GroupedCommits implements Commits {
    static final Duration PATIENCE = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(GroupedCommits.class);
    private static final int MAX_TURNS = 8;
    /** Two together cost as much as two alone. */
    private static final int MIN_TURNS = 3;

    private final PostgresCommits commits;
    private final int lanes;
    private final long patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int busy;

    /**
     * @param lanes how many commits are under way at once before others wait
     * @param patience how long one waits until it goes alone
     */
    GroupedCommits(PostgresCommits commits, int lanes, Duration patience) {
        this.commits = commits;
        this.lanes = lanes;
        this.patience = patience.toNanos();
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** What turns of one group have in common. */
    private record Kind(TenantId tenant, CommitShape shape) {}

    /** What somebody who waited is told. */
    private sealed interface Word {
        /** Take these, your own among them, and store them. */
        record Lead(List<Waiting> group) implements Word {}

        /** Your turn was stored, or refused. */
        record Done(Outcome outcome) implements Word {}

        /** Your turn cannot be stored, or may be stored or not, as the reason says. */
        record Failed(SQLException reason) implements Word {}

        /** Your turn is not stored: store it yourself. */
        record Alone() implements Word {}
    }

    /** A turn whose commit waits. Its fields are guarded by the lock. */
    private static final class Waiting {
        final Marked marked;
        final Kind kind;
        final Condition told;

        @Nullable
        Word word;

        Waiting(Marked marked, Kind kind, Condition told) {
            this.marked = marked;
            this.kind = kind;
            this.told = told;
        }
    }

    @Override
    public Outcome store(TurnCommit turn, long nonce) throws SQLException {
        CommitShape shape = CommitShape.of(turn);
        if (!shape.canGroup()) {
            return commits.store(turn, nonce);
        }
        Waiting waiting =
                enter(new Marked(turn, nonce), new Kind(turn.execution().tenant(), shape));
        if (waiting == null) {
            return storeInLane(turn, nonce);
        }
        Word word = await(waiting);
        if (word instanceof Word.Lead lead) {
            if (lead.group.size() == 1) {
                return storeInLane(turn, nonce);
            }
            word = lead(waiting, lead.group);
        }
        if (word instanceof Word.Done done) {
            return done.outcome;
        }
        if (word instanceof Word.Failed failed) {
            throw failed.reason;
        }
        return commits.store(turn, nonce);
    }

    @Override
    public Outcome store(ConversationCommit commit) throws SQLException {
        return commits.store(commit);
    }

    private Outcome storeInLane(TurnCommit turn, long nonce) throws SQLException {
        try {
            return commits.store(turn, nonce);
        } finally {
            leave();
        }
    }

    /** @return null when it may go at once */
    private @Nullable Waiting enter(Marked marked, Kind kind) {
        lock.lock();
        try {
            if (busy < lanes) {
                busy++;
                return null;
            }
            Waiting waiting = new Waiting(marked, kind, lock.newCondition());
            queue.add(waiting);
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Hands the lane to the first who waits, together with those that are alike. */
    private void leave() {
        lock.lock();
        try {
            Waiting first = queue.poll();
            if (first == null) {
                busy--;
                return;
            }
            tell(first, new Word.Lead(groupOf(first)));
        } finally {
            lock.unlock();
        }
    }

    /** The first and those that go with it, or the first alone when they are too few. */
    private List<Waiting> groupOf(Waiting first) {
        List<Waiting> group = new ArrayList<>();
        Set<UUID> conversations = new HashSet<>();
        group.add(first);
        conversations.add(first.marked.key());
        for (Iterator<Waiting> rest = queue.iterator(); rest.hasNext() && group.size() < MAX_TURNS; ) {
            Waiting next = rest.next();
            if (next.kind.equals(first.kind) && conversations.add(next.marked.key())) {
                group.add(next);
            }
        }
        if (group.size() < MIN_TURNS) {
            return List.of(first);
        }
        queue.removeAll(group);
        return group;
    }

    private static void tell(Waiting waiting, Word word) {
        waiting.word = word;
        waiting.told.signal();
    }

    private Word await(Waiting waiting) {
        boolean interrupted = false;
        lock.lock();
        try {
            long left = patience;
            while (waiting.word == null) {
                try {
                    if (left > 0) {
                        left = waiting.told.awaitNanos(left);
                    } else if (queue.remove(waiting)) {
                        return new Word.Alone();
                    } else {
                        waiting.told.await();
                    }
                } catch (InterruptedException e) {
                    interrupted = true; // the commit may be on its way with others; its outcome is worth the wait
                }
            }
            return waiting.word;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stores a group, tells the others of it what became of their turns, and says what became of one's own. */
    private Word lead(Waiting own, List<Waiting> group) {
        Function<Waiting, Word> words = waiting -> new Word.Alone();
        try {
            words = store(group);
        } finally {
            leave();
            answer(own, group, words);
        }
        return words.apply(own);
    }

    private void answer(Waiting own, List<Waiting> group, Function<Waiting, Word> words) {
        lock.lock();
        try {
            for (Waiting other : group) {
                if (other != own) {
                    tell(other, words.apply(other));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Function<Waiting, Word> store(List<Waiting> group) {
        // In one order in all groups, so that no two of them wait for each other's conversations.
        List<Marked> turns = group.stream()
                .map(waiting -> waiting.marked)
                .sorted(Comparator.comparing(Marked::key))
                .toList();
        try {
            Set<UUID> stored = commits.store(turns, group.get(0).kind.shape);
            return waiting ->
                    new Word.Done(stored.contains(waiting.marked.key()) ? Outcome.COMMITTED : Outcome.REFUSED);
        } catch (LostCommitException e) {
            return waiting -> new Word.Failed(e);
        } catch (NoConnectionException e) {
            // Whoever has waited for a connection in vain does not wait again; but an interrupt is nobody else's.
            boolean interrupted = Thread.currentThread().isInterrupted();
            return waiting -> interrupted ? new Word.Alone() : new Word.Failed(e.reason);
        } catch (SQLException e) {
            LOG.debug("a group of {} turns goes one by one, SQLState {}", group.size(), e.getSQLState());
            return waiting -> new Word.Alone();
        }
    }
}
