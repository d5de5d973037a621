package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.TurnCommit;
import org.jspecify.annotations.Nullable;

/**
 * What the text of a commit's statement depends on. Most commits have one of a few.
 *
 * @param turn null where only the conversation changes
 */
record CommitShape(
        Change change, int entries, int audit, @Nullable TurnShape turn) {
    enum Change {
        OPEN,
        KEEP,
        REPLACE;

        private static Change of(ConversationChange change) {
            if (change instanceof ConversationChange.Open) {
                return OPEN;
            }
            return change instanceof ConversationChange.Replace ? REPLACE : KEEP;
        }
    }

    /** What a turn adds beside its history event. */
    record TurnShape(
            boolean first,
            int messages,
            int tasks,
            int withdrawn,
            boolean consumes,
            int uses,
            boolean replies,
            boolean tells) {
        private static TurnShape of(TurnCommit turn) {
            return new TurnShape(
                    turn.isFirst(),
                    turn.messages().size(),
                    turn.tasks().size(),
                    turn.withdrawn().size(),
                    turn.consumed() != null,
                    turn.uses().size(),
                    turn.reply() != null,
                    PendingEvents.concern(turn));
        }
    }

    static CommitShape of(TurnCommit turn) {
        return new CommitShape(
                Change.of(turn.conversation()),
                turn.outbox().size(),
                turn.audit().size(),
                TurnShape.of(turn));
    }

    static CommitShape of(ConversationCommit commit) {
        return new CommitShape(
                Change.of(commit.change()),
                commit.outbox().size(),
                commit.audit().size(),
                null);
    }

    /** Whether it is one statement, and one that can be written for many turns at once. */
    boolean canGroup() {
        return turn != null && !turn.tells && turn.withdrawn == 0 && !opensLate();
    }

    /** Whether it cannot hold: a conversation that is new has no execution yet. */
    boolean opensLate() {
        return advances() && change == Change.OPEN;
    }

    /** Whether it moves an execution on that is there already. */
    boolean advances() {
        return turn != null && !turn.first;
    }

    boolean replies() {
        return turn != null && turn.replies;
    }
}
