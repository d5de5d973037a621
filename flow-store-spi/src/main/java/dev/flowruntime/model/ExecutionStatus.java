package dev.flowruntime.model;

import java.util.Locale;

/** Where an execution stands; the last three are final. */
public enum ExecutionStatus {
    RUNNING,
    WAITING_INPUT,
    WAITING_TIME,
    COMPLETED,
    FAILED,
    ABORTED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name that travels, such as {@code waiting_input}. */
    public String wireName() {
        return wireName;
    }

    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == ABORTED;
    }

    public boolean isWaiting() {
        return this == WAITING_INPUT || this == WAITING_TIME;
    }
}
