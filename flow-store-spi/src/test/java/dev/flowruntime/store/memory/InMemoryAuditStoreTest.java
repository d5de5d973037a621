package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.AuditStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryAuditStoreTest extends AuditStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
