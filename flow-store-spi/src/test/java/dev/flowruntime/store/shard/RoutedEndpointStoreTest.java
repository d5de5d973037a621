package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.EndpointStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedEndpointStoreTest extends EndpointStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
