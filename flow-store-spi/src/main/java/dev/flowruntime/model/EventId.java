package dev.flowruntime.model;

import java.util.UUID;

/** Names an event that came from outside. */
public record EventId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static EventId of(String text) {
        return new EventId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
