package dev.flowruntime.model;

import java.util.UUID;

/** Names what a visitor submitted with a standalone form. */
public record SubmissionId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static SubmissionId of(String text) {
        return new SubmissionId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
