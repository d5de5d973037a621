package dev.flowruntime.internal;

import dev.flowruntime.model.Conversation;

/** Hears of turns once they are committed, on the thread that made them; must return at once. */
interface CommitListener {
    /** A conversation has had a turn. */
    void advanced(Conversation conversation);

    /** A turn has left work for workers. */
    void left(Left work);
}
