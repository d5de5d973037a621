package dev.flowruntime;

/**
 * What came of telling events.
 *
 * @param recorded how many are
 * @param duplicates how many were known already, or twice among them
 */
public record RecordedEvents(int recorded, int duplicates) {}
