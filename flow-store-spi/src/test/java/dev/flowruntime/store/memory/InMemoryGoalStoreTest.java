package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.GoalStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryGoalStoreTest extends GoalStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
