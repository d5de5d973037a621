package dev.flowruntime.model;

import java.util.UUID;

/** Names a tenant; the first part of every key in a store. */
public record TenantId(UUID value) {
    /** @throws IllegalArgumentException when the text is not a UUID of 36 characters */
    public static TenantId of(String text) {
        return new TenantId(Ids.parse(text));
    }

    /** The UUID in lower case, as it travels. */
    @Override
    public String toString() {
        return value.toString();
    }
}
