package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TurnContract;

class RoutedTurnTest extends TurnContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
