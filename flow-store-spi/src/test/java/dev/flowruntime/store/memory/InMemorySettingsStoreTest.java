package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.SettingsStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemorySettingsStoreTest extends SettingsStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
