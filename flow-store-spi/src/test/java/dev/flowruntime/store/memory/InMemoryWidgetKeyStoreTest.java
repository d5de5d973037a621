package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.WidgetKeyStoreContract;

class InMemoryWidgetKeyStoreTest extends WidgetKeyStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
