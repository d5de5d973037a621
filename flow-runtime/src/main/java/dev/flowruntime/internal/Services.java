package dev.flowruntime.internal;

import dev.flowruntime.metrics.RuntimeObserver;
import dev.flowruntime.store.FlowStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What every part of the engine is given: the store, the time, new ids, the signatures and the settings.
 *
 * @param nanoTime what ages go by: a clock that never goes back
 * @param observer {@link RuntimeObserver#NONE} where nobody listens
 */
public record Services(
        FlowStore store,
        InstantSource clock,
        LongSupplier nanoTime,
        Supplier<UUID> ids,
        Signing signing,
        Settings settings,
        UploadSettings uploads,
        RuntimeObserver observer) {
    /** The time in microseconds: what every store keeps without loss. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
