package dev.flowruntime.model;

import java.util.UUID;

/** Names a widget key; not the public key itself. */
public record WidgetKeyId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static WidgetKeyId of(String text) {
        return new WidgetKeyId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
