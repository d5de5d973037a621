package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.EngineTokenStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedEngineTokenStoreTest extends EngineTokenStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
