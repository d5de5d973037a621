package dev.flowruntime;

import dev.flowruntime.model.UploadId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An uploaded file, as clients, flows and webhooks get it.
 *
 * @param url a path, relative to where the API is mounted, that opens the file for seven days
 * @param mime its media type, by its bytes and its name
 * @param size in bytes
 */
public record FileRef(UploadId fileId, String url, String name, String mime, long size) {
    /** As a plain value. */
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file_id", fileId.toString());
        tree.put("url", url);
        tree.put("name", name);
        tree.put("mime", mime);
        tree.put("size", size);
        return tree;
    }
}
