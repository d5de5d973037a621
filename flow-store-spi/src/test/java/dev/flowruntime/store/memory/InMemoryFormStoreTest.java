package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.FormStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryFormStoreTest extends FormStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
