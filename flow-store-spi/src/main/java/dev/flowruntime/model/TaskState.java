package dev.flowruntime.model;

import java.util.Locale;

/** Where a task stands. */
public enum TaskState {
    PENDING,
    LEASED,
    COMPLETED,
    /** A worker, or an event, said that it cannot be done. */
    FAILED,
    /** Its attempts are used up. */
    DEAD,
    /** Its execution ended, or stopped waiting, before it did. */
    WITHDRAWN;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name that travels, such as {@code pending}. */
    public String wireName() {
        return wireName;
    }

    /** Whether a result is still awaited. */
    public boolean isOpen() {
        return this == PENDING || this == LEASED;
    }
}
