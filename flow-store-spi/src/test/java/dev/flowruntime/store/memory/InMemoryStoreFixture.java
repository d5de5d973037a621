package dev.flowruntime.store.memory;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.tck.StoreFixture;
import java.time.Duration;
import java.time.Instant;

/** A fresh in-memory store, or a store around one, that goes by the kit's clock. */
public final class InMemoryStoreFixture extends StoreFixture {
    public InMemoryStoreFixture() {
        this(new InMemoryFlowStore());
    }

    public InMemoryStoreFixture(FlowStore store) {
        super(store, Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public void elapse(Duration time) {
        clock().advance(time);
    }
}
