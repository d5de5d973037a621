package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.EventMeetsWaitContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryEventMeetsWaitTest extends EventMeetsWaitContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
