package dev.flowruntime.model;

import java.util.UUID;

/** Names an outbox entry; for a webhook it is the event id that every attempt repeats. */
public record OutboxId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static OutboxId of(String text) {
        return new OutboxId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
