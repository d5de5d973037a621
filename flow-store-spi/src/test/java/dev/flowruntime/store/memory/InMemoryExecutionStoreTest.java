package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.ExecutionStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryExecutionStoreTest extends ExecutionStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
