package dev.flowruntime.model;

import java.util.UUID;

/** Names one run of a flow in a conversation. */
public record ExecutionId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static ExecutionId of(String text) {
        return new ExecutionId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
