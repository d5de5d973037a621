package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.OutboxStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedOutboxStoreTest extends OutboxStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
