package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TenantStoreContract;

class InMemoryTenantStoreTest extends TenantStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
