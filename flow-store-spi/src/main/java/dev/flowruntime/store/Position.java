package dev.flowruntime.store;

import java.time.Instant;
import java.util.UUID;

/** A place in a list that goes by time and, of one time, by the ids' text. */
public record Position(Instant at, UUID id) {}
