/** Values that everything shares, the storage SPI and the in-memory store. */
module dev.flowruntime.store {
    requires static transitive org.jspecify;

    exports dev.flowruntime.model;
    exports dev.flowruntime.store;
    exports dev.flowruntime.store.memory;
}
