package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.WidgetKeyStoreContract;

class RoutedWidgetKeyStoreTest extends WidgetKeyStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
