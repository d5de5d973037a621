package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.IdempotencyStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryIdempotencyStoreTest extends IdempotencyStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
