package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TurnRaceContract;

class InMemoryTurnRaceTest extends TurnRaceContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
