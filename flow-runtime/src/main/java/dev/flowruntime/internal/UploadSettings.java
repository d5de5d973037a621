package dev.flowruntime.internal;

import dev.flowruntime.store.BlobStore;
import dev.flowruntime.upload.FileTypes;
import org.jspecify.annotations.Nullable;

/**
 * How files of visitors are kept.
 *
 * @param blobs where their bytes go; null for the store's own place
 * @param quota how many bytes a tenant may have that says nothing else
 */
public record UploadSettings(@Nullable BlobStore blobs, FileTypes types, long quota) {
    public static final UploadSettings DEFAULT = new UploadSettings(null, FileTypes.known(), 1L << 30);
}
