package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.SettingsStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedSettingsStoreTest extends SettingsStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
