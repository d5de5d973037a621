package dev.flowruntime.model;

import java.util.UUID;

/** Names a chat message. */
public record MessageId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static MessageId of(String text) {
        return new MessageId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
