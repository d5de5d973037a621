package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.FlowStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryFlowStoreTest extends FlowStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
