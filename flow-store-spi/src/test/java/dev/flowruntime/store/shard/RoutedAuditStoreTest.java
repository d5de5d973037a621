package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.AuditStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedAuditStoreTest extends AuditStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
