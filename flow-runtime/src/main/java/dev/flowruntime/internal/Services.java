package dev.flowruntime.internal;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.token.KeyRing;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/** What every part of the engine is given: the store, the time, new ids, the keys and the settings. */
public record Services(
        FlowStore store, InstantSource clock, Supplier<UUID> ids, KeyRing signingKeys, Settings settings) {
    /** The time in microseconds: what every store keeps without loss. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
