package dev.flowruntime.metrics;

/** What came of an attempt at a task. */
public enum TaskOutcome {
    COMPLETED,
    /** It failed and is tried again. */
    RETRIED,
    /** It cannot be done. */
    FAILED,
    /** It failed, or was never heard of again, and was the last one. */
    DEAD
}
