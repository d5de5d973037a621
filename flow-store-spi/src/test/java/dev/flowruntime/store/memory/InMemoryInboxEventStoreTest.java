package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.InboxEventStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryInboxEventStoreTest extends InboxEventStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
