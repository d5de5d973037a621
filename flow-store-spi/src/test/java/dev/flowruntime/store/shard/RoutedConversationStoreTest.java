package dev.flowruntime.store.shard;

import dev.flowruntime.store.tck.ConversationStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class RoutedConversationStoreTest extends ConversationStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new RoutedStoreFixture();
    }
}
