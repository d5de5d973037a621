package dev.flowruntime.model;

import java.util.UUID;

/** Names a conversation. */
public record ConversationId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static ConversationId of(String text) {
        return new ConversationId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
