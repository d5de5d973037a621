package dev.flowruntime.model;

import java.util.UUID;

/** Names an uploaded file. */
public record UploadId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static UploadId of(String text) {
        return new UploadId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
