package dev.flowruntime.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.tck.BlobStoreContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InMemoryBlobStoreTest extends BlobStoreContract {
    @Override
    protected BlobStore openBlobs() {
        return new InMemoryFlowStore().blobs();
    }

    @Test
    void theOldestFilesGoWhenThereAreTooManyBytes() throws IOException {
        TenantId tenant = new TenantId(new UUID(1, 2));
        BlobStore blobs = new InMemoryBlobStore(new Tables(1), 10);
        for (int i = 0; i < 3; i++) {
            blobs.write(tenant, new UUID(0, i), new ByteArrayInputStream(new byte[4]));
        }
        assertThat(blobs.open(tenant, new UUID(0, 0))).isEmpty();
        assertThat(blobs.open(tenant, new UUID(0, 1))).isPresent();
        assertThat(blobs.open(tenant, new UUID(0, 2))).isPresent();
    }
}
