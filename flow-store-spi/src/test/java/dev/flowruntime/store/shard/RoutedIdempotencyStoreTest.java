package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.IdempotencyStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedIdempotencyStoreTest extends IdempotencyStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
