/** Values that everything shares, the storage SPI the in-memory store and the router over several. */
module dev.flowruntime.store {
    requires static transitive org.jspecify;

    exports dev.flowruntime.model;
    exports dev.flowruntime.store;
    exports dev.flowruntime.store.file;
    exports dev.flowruntime.store.memory;
    exports dev.flowruntime.store.shard;
}
