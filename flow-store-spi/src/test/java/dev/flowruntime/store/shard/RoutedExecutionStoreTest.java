package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.ExecutionStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedExecutionStoreTest extends ExecutionStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
