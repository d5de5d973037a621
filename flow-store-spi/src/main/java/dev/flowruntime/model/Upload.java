package dev.flowruntime.model;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that a visitor uploaded for a field of a form, and what became of it. Its bytes are in the blob store.
 *
 * @param place the form that it may be used in, as the engine names it; means nothing to a store
 * @param field the name of the field
 * @param arrived false while its bytes come, and again once it is to be deleted
 * @param usedBy the one submission or answer that it was used in, as the engine names it
 * @param expiresAt when it is deleted unless it was used; null once it was
 */
public record Upload(
        TenantId tenant,
        UploadId id,
        String place,
        String field,
        File file,
        boolean arrived,
        @Nullable String usedBy,
        @Nullable Instant expiresAt,
        Instant createdAt) {
    /**
     * What is known of the file.
     *
     * @param blob names its bytes in the blob store
     * @param name the visitor's, made harmless
     * @param mime its media type, by its bytes and its name
     * @param size in bytes; while they come, the most that they may be
     */
    public record File(UUID blob, String name, String mime, long size) {}

    /** The same upload, all of it there. */
    public Upload arrived(long size) {
        File whole = new File(file.blob(), file.name(), file.mime(), size);
        return new Upload(tenant, id, place, field, whole, true, usedBy, expiresAt, createdAt);
    }
}
