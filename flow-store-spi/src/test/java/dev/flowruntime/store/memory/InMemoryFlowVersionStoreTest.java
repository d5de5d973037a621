package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.FlowVersionStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryFlowVersionStoreTest extends FlowVersionStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
