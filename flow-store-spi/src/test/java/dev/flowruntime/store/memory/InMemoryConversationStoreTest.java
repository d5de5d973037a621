package dev.flowruntime.store.memory;

import dev.flowruntime.store.tck.ConversationStoreContract;
import dev.flowruntime.store.tck.StoreFixture;

class InMemoryConversationStoreTest extends ConversationStoreContract {
    @Override
    protected StoreFixture openFixture() {
        return new InMemoryStoreFixture();
    }
}
