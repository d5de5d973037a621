package dev.flowruntime.store;

import dev.flowruntime.model.Conversation;

/** What came of a {@link ConversationCommit}. */
public sealed interface ConversationOutcome {
    /** All of it is stored. */
    record Committed() implements ConversationOutcome {}

    /**
     * Nothing is stored: the customer has a conversation under this widget key already. An {@link Stale} id does not matter
     * then.
     *
     * @param conversation that one
     */
    record Taken(Conversation conversation) implements ConversationOutcome {}

    /** Nothing is stored: the conversation changed in the meantime, or its id exists or is unknown. */
    record Stale() implements ConversationOutcome {}
}
