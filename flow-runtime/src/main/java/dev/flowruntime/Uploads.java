package dev.flowruntime;

import dev.flowruntime.internal.Engine;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Upload;
import dev.flowruntime.model.UploadId;
import java.util.Optional;

/** Files that visitors uploaded. Serve them as attachments only: nobody has looked at what is in them. Thread-safe. */
public final class Uploads {
    private final Engine engine;

    Uploads(Engine engine) {
        this.engine = engine;
    }

    /** What is known of a file; its bytes may still be coming. */
    public Optional<Upload> find(TenantId tenant, UploadId id) {
        return engine.services().store().uploads().find(tenant, id);
    }

    /** A file with its bytes; empty when there is none, or they did not all come. */
    public Optional<StoredFile> open(TenantId tenant, UploadId id) {
        return engine.uploads().open(tenant, id);
    }

    /** A reference to a file with a new link, good for seven days. */
    public FileRef reference(Upload upload) {
        return engine.uploads().reference(upload);
    }

    /**
     * The file that a link opens.
     *
     * @param id the UUID in its path
     * @param exp the time in its query
     * @param sig the signature in its query
     * @throws FlowException {@code NOT_FOUND} when the link is not genuine or has expired, or the file is gone
     */
    public StoredFile openLink(String id, String exp, String sig) {
        UploadId upload = Ids.isUuid(id) ? UploadId.of(id) : null;
        TenantId tenant = upload == null
                ? null
                : engine.services()
                        .signing()
                        .uploads()
                        .verify(upload, exp, sig, engine.services().now());
        return Optional.ofNullable(tenant)
                .flatMap(owner -> open(owner, UploadId.of(id)))
                .orElseThrow(() -> new FlowException(ErrorCode.NOT_FOUND, "there is nothing at this path"));
    }
}
