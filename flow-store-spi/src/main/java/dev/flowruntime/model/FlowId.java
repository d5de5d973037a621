package dev.flowruntime.model;

import java.util.UUID;

/** Names a flow, through all its versions. */
public record FlowId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static FlowId of(String text) {
        return new FlowId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
