package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TenantStoreContract;

class RoutedTenantStoreTest extends TenantStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
