package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.FlowVersionStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedFlowVersionStoreTest extends FlowVersionStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
