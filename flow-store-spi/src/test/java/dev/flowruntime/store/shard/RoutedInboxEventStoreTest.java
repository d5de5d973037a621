package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.InboxEventStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedInboxEventStoreTest extends InboxEventStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
