package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.OutboxStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryOutboxStoreTest extends OutboxStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
