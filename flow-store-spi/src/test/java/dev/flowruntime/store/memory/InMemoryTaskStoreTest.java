package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TaskStoreContract;

class InMemoryTaskStoreTest extends TaskStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
