package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.GoalStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedGoalStoreTest extends GoalStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
