package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TaskStoreContract;

class RoutedTaskStoreTest extends TaskStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
