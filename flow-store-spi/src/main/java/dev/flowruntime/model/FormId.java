package dev.flowruntime.model;

import java.util.UUID;

/** Names a standalone form, through all its versions. */
public record FormId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static FormId of(String text) {
        return new FormId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
