package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TurnContract;

class InMemoryTurnTest extends TurnContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
