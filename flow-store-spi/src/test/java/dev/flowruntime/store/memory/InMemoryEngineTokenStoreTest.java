package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.EngineTokenStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryEngineTokenStoreTest extends EngineTokenStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
