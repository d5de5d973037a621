package dev.flowruntime.store;

/** How many telemetry events of a name there are. */
public record EventCount(String name, long events) {}
