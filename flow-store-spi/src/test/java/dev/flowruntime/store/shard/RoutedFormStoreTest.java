package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.FormStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedFormStoreTest extends FormStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
