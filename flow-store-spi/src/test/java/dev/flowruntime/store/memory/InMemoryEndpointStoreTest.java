package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.EndpointStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryEndpointStoreTest extends EndpointStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
