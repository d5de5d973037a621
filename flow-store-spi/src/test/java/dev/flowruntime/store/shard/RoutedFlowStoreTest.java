package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.FlowStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedFlowStoreTest extends FlowStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
