package dev.flowruntime.model;

import java.util.UUID;

/** Names a task handed to a worker. */
public record TaskId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static TaskId of(String text) {
        return new TaskId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
