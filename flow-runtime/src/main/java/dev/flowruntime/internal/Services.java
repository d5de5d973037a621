package dev.flowruntime.internal;

import dev.flowruntime.store.FlowStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/** What every part of the engine is given: the store, the time, new ids, the signatures and the settings. */
public record Services(FlowStore store, InstantSource clock, Supplier<UUID> ids, Signing signing, Settings settings) {
    /** The time in microseconds: what every store keeps without loss. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
