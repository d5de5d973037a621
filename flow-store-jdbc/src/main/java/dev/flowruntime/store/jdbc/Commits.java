package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.TurnCommit;
import java.sql.SQLException;

/** How a product takes a commit in: all of it, or nothing. */
interface Commits {
    /** What came of a try. */
    enum Outcome {
        COMMITTED,
        /** It is stored, and an event that ends the new wait is in the inbox already. */
        EVENT_PENDING,
        /** Nothing is stored; something was not as the commit took it for. */
        REFUSED
    }

    /**
     * Tries to store a turn.
     *
     * @param nonce marks the history event as this commit's
     * @throws Database.LostCommitException when it may be stored or not
     */
    Outcome store(TurnCommit turn, long nonce) throws SQLException;

    /** The same for a conversation; no event ever is pending then. */
    Outcome store(ConversationCommit commit) throws SQLException;
}
