package dev.flowruntime.store;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Upload;
import dev.flowruntime.model.UploadId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps what is known of uploaded files. A file is known here before its bytes come, so that none is ever without an owner. */
public interface UploadStore {
    /**
     * Makes room for a file whose bytes are to come.
     *
     * @param quota how many bytes the tenant may have; those who make room at the same moment may go past it together
     * @return false when there is no room, and nothing is stored
     */
    boolean reserve(Upload upload, long quota);

    /**
     * Says that all bytes have come, and how many.
     *
     * @return false when the upload was to be deleted in the meantime, or is unknown; nothing changed then
     */
    boolean complete(Upload arrived);

    Optional<Upload> find(TenantId tenant, UploadId id);

    /**
     * Uses files, each for the only time: all of them, or none when one is unknown, did not arrive or was used before. Using
     * them once more for the same is using them.
     *
     * @param usedBy what they are used in
     */
    boolean use(TenantId tenant, Set<UploadId> ids, String usedBy);

    /**
     * Leases files that expired without having been used, so that whoever leases one deletes its bytes and then the upload: it
     * cannot be used any more, and is due again when the lease ends. Crosses tenants.
     */
    List<Upload> claimExpired(Claim claim);

    /** Forgets an upload whose bytes were deleted. */
    void delete(TenantId tenant, UploadId id);
}
