package dev.flowruntime.examples;

import com.zaxxer.hikari.HikariDataSource;
import dev.flowruntime.store.FlowStore;
import org.jspecify.annotations.Nullable;

/**
 * A store and the connections behind it, which end together.
 *
 * @param connections null where there are none
 */
record OpenStore(FlowStore store, @Nullable HikariDataSource connections) implements AutoCloseable {
    @Override
    public void close() {
        try (connections;
                store) {
            // closed from the last to the first, each even when one before it fails
        }
    }
}
