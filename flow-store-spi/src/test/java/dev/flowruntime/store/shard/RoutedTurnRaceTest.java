package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TurnRaceContract;

class RoutedTurnRaceTest extends TurnRaceContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
