package dev.flowruntime.store;

import dev.flowruntime.model.Conversation;

/** What a commit does to the conversation's own record. */
public sealed interface ConversationChange {
    /** The conversation as it stands afterwards. */
    Conversation conversation();

    /** It is new. */
    record Open(Conversation conversation) implements ConversationChange {
        public Open {
            if (conversation.revision() != 1) {
                throw new IllegalArgumentException("a new conversation has revision 1");
            }
        }
    }

    /** Locale and variables stay as the turn read them: the stored revision must be this one's. */
    record Keep(Conversation conversation) implements ConversationChange {}

    /** Locale and variables are replaced, provided that the stored revision is one less than this one's. */
    record Replace(Conversation conversation) implements ConversationChange {}
}
