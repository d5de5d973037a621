package dev.flowruntime.internal;

/**
 * An execution after a turn was committed.
 *
 * @param eventPending whether what it now waits for has come already
 */
record Advanced(Snapshot snapshot, boolean eventPending) {}
