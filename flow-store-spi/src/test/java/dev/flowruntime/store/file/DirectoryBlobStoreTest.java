package dev.flowruntime.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.tck.BlobStoreContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest extends BlobStoreContract {
    @TempDir
    private Path directory;

    @Override
    protected BlobStore openBlobs() {
        return DirectoryBlobStore.open(directory.resolve("uploads"));
    }

    @Test
    void filesAreThereAfterARestartAndNothingElseIs() throws IOException {
        TenantId tenant = new TenantId(new UUID(1, 2));
        UUID name = new UUID(3, 4);
        Path root = directory.resolve("uploads");
        DirectoryBlobStore.open(root).write(tenant, name, new ByteArrayInputStream(new byte[] {7}));
        assertThat(DirectoryBlobStore.open(root)
                        .open(tenant, name)
                        .orElseThrow()
                        .readAllBytes())
                .containsExactly(7);
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found)
                    .containsExactly(
                            root.resolve(tenant.toString()).resolve("00").resolve(name.toString()));
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> DirectoryBlobStore.open(file.resolve("uploads")))
                .withMessageContaining("uploads");
    }
}
