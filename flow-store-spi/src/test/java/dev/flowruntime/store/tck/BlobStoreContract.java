package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@code BlobStore} must do. */
public abstract class BlobStoreContract {
    private static final TenantId ACME = TenantId.of("019e2667-0000-7000-8000-000000000001");
    private static final TenantId GLOBEX = TenantId.of("019e2667-0000-7000-8000-000000000002");
    private static final UUID NAME = UUID.fromString("0b5a3f7e-1111-4222-8333-444455556666");

    private BlobStore blobs;

    /** Opens an empty store. */
    protected abstract BlobStore openBlobs() throws Exception;

    protected void closeBlobs() throws Exception {}

    @BeforeEach
    final void open() throws Exception {
        blobs = openBlobs();
    }

    @AfterEach
    final void close() throws Exception {
        closeBlobs();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 262_143, 262_144, 262_145, 600_000})
    void bytesComeBackAsTheyWere(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        blobs.write(ACME, NAME, new ByteArrayInputStream(bytes));
        assertThat(read(ACME, NAME)).isEqualTo(bytes);
    }

    @Test
    void whatIsNotThereIsAbsentAndDeletingItDoesNothing() {
        assertThat(blobs.open(ACME, NAME)).isEmpty();
        blobs.delete(ACME, NAME);
        assertThat(blobs.open(ACME, NAME)).isEmpty();
    }

    @Test
    void aDeletedFileIsGone() throws IOException {
        blobs.write(ACME, NAME, new ByteArrayInputStream(new byte[300_000]));
        blobs.delete(ACME, NAME);
        assertThat(blobs.open(ACME, NAME)).isEmpty();
        blobs.write(ACME, NAME, new ByteArrayInputStream(new byte[] {1}));
        assertThat(read(ACME, NAME)).containsExactly(1);
    }

    @Test
    void anotherTenantsFileIsAbsentAndHasItsOwnBytes() throws IOException {
        blobs.write(ACME, NAME, new ByteArrayInputStream(new byte[] {1}));
        assertThat(blobs.open(GLOBEX, NAME)).isEmpty();
        blobs.write(GLOBEX, NAME, new ByteArrayInputStream(new byte[] {2}));
        blobs.delete(GLOBEX, NAME);
        assertThat(read(ACME, NAME)).containsExactly(1);
    }

    @Test
    void aStreamThatFailsFailsTheWriteAndWhatItLeftIsDeleted() {
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(new byte[400_000])) {
            private int left = 300_000;

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                if (left <= 0) {
                    throw new IOException("cut off");
                }
                int n = super.read(to, offset, Math.min(length, left));
                left -= n;
                return n;
            }
        };
        assertThatThrownBy(() -> blobs.write(ACME, NAME, broken)).isInstanceOf(IOException.class);
        blobs.delete(ACME, NAME);
        assertThat(blobs.open(ACME, NAME)).isEmpty();
    }

    private byte[] read(TenantId tenant, UUID name) throws IOException {
        try (InputStream stream = blobs.open(tenant, name).orElseThrow()) {
            return stream.readAllBytes();
        }
    }
}
