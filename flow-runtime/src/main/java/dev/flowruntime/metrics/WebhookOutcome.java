package dev.flowruntime.metrics;

/** What came of an attempt at a webhook. */
public enum WebhookOutcome {
    DELIVERED,
    /** It failed and is tried again. */
    RETRIED,
    /** The webhook was given up. */
    DEAD
}
