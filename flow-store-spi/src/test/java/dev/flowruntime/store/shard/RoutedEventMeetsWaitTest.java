package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.EventMeetsWaitContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedEventMeetsWaitTest extends EventMeetsWaitContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
