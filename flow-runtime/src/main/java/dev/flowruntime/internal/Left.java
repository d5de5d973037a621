package dev.flowruntime.internal;

/** What a commit left for workers. */
public enum Left {
    /** A turn of an execution that is due, or one that an event starts. */
    TURN,
    TASK,
    DELIVERY
}
