package dev.flowruntime.store.shard;

import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.tck.BlobStoreContract;

class RoutedBlobStoreTest extends BlobStoreContract {
    @Override
    protected BlobStore openBlobs() {
        return new RoutedStoreFixture().store().blobs();
    }
}
