package dev.flowruntime.store.memory;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Upload;
import dev.flowruntime.model.UploadId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.UploadStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Uploads, all under one lock; the quota of each tenant bounds them. */
final class InMemoryUploadStore implements UploadStore {
    private final Tables tables;
    private final Map<Key, Upload> uploads = new HashMap<>();

    InMemoryUploadStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public synchronized boolean reserve(Upload upload, long quota) {
        tables.requireOpen();
        long taken = uploads.values().stream()
                .filter(known -> known.tenant().equals(upload.tenant()))
                .mapToLong(known -> known.file().size())
                .sum();
        if (taken + upload.file().size() > quota) {
            return false;
        }
        uploads.put(key(upload.tenant(), upload.id()), upload);
        return true;
    }

    @Override
    public synchronized boolean complete(Upload arrived) {
        tables.requireOpen();
        Key key = key(arrived.tenant(), arrived.id());
        Upload known = uploads.get(key);
        if (known == null || known.expiresAt() == null || !known.expiresAt().equals(arrived.expiresAt())) {
            return false;
        }
        uploads.put(key, arrived);
        return true;
    }

    @Override
    public synchronized Optional<Upload> find(TenantId tenant, UploadId id) {
        tables.requireOpen();
        return Optional.ofNullable(uploads.get(key(tenant, id)));
    }

    @Override
    public synchronized boolean use(TenantId tenant, Set<UploadId> ids, String usedBy) {
        tables.requireOpen();
        for (UploadId id : ids) {
            Upload upload = uploads.get(key(tenant, id));
            if (upload == null
                    || !upload.arrived()
                    || upload.usedBy() != null && !upload.usedBy().equals(usedBy)) {
                return false;
            }
        }
        ids.forEach(id -> uploads.computeIfPresent(key(tenant, id), (key, upload) -> with(upload, true, usedBy, null)));
        return true;
    }

    @Override
    public synchronized List<Upload> claimExpired(Claim claim) {
        tables.requireOpen();
        List<Upload> expired = new ArrayList<>(uploads.values().stream()
                .filter(upload -> isDue(upload, claim.now()))
                .sorted(Comparator.comparing(upload -> Objects.requireNonNull(upload.expiresAt())))
                .limit(claim.limit())
                .toList());
        expired.replaceAll(upload -> with(upload, false, null, claim.until()));
        expired.forEach(upload -> uploads.put(key(upload.tenant(), upload.id()), upload));
        return List.copyOf(expired);
    }

    private static boolean isDue(Upload upload, Instant now) {
        return upload.expiresAt() != null && !upload.expiresAt().isAfter(now);
    }

    @Override
    public synchronized void delete(TenantId tenant, UploadId id) {
        tables.requireOpen();
        uploads.remove(key(tenant, id));
    }

    private static Upload with(Upload upload, boolean arrived, @Nullable String usedBy, @Nullable Instant expiresAt) {
        return new Upload(
                upload.tenant(),
                upload.id(),
                upload.place(),
                upload.field(),
                upload.file(),
                arrived,
                usedBy,
                expiresAt,
                upload.createdAt());
    }

    private static Key key(TenantId tenant, UploadId id) {
        return new Key(tenant, id.value());
    }
}
