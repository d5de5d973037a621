package dev.flowruntime.examples.hostile;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;

class HostileRequestsInMemoryTest extends HostileRequestsContract {
    @Override
    FlowStore open() {
        return new InMemoryFlowStore();
    }

    @Override
    void close() {}
}
