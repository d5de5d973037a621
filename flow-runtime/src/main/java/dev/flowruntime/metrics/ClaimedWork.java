package dev.flowruntime.metrics;

/** What workers claim. */
public enum ClaimedWork {
    /** An execution whose time has come, or whose turn nobody finished. */
    EXECUTION,
    /** An event that nobody finished. */
    EVENT,
    TASK,
    WEBHOOK
}
