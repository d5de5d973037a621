package dev.flowruntime.store;

import dev.flowruntime.model.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps the bytes of files under names that nobody can guess. A store that several nodes share is seen by all of them.
 * Thread-safe; failures are {@link StoreException}s.
 */
public interface BlobStore {
    /**
     * Writes a file from a stream, in pieces, without holding all of it. When that fails, what was written is no file, and
     * {@link #delete} takes it away.
     *
     * @param name of no other file
     * @throws IOException when the stream fails
     */
    void write(TenantId tenant, UUID name, InputStream content) throws IOException;

    /** The bytes of a file, read in pieces; the caller closes the stream. */
    Optional<InputStream> open(TenantId tenant, UUID name);

    /** Deletes a file, or what a write that was cut off has left; nothing happens when there is neither. */
    void delete(TenantId tenant, UUID name);
}
