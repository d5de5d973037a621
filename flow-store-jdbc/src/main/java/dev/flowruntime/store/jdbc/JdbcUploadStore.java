package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Upload;
import dev.flowruntime.model.UploadId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.UploadStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Uploaded files in {@code flow_upload}. */
final class JdbcUploadStore implements UploadStore {
    private static final String COLUMNS =
            "tenant_id, id, place, field, blob_name, file_name, mime, size, arrived, used_by,"
                    + " expires_at, created_at";

    private static final Insert INSERT = Insert.into("flow_upload", COLUMNS.split(", ?", -1));

    private static final String FIND = "select " + COLUMNS + " from flow_upload where tenant_id = ? and id = ?";

    private static final String TAKEN = "select coalesce(sum(size), 0) from flow_upload where tenant_id = ?";

    private static final String COMPLETE = """
            update flow_upload set arrived = true, size = ?
            where tenant_id = ? and id = ? and arrived = false and used_by is null and expires_at = ?
            """;

    private static final String USE = """
            update flow_upload set used_by = ?, expires_at = null
            where tenant_id = ? and id = ? and arrived = true and (used_by is null or used_by = ?)
            """;

    private static final String EXPIRED = "select " + COLUMNS
            + ", %1$s as claimed_at from flow_upload where expires_at <= %1$s order by expires_at limit ?"
            + " for update skip locked";

    private static final String LEASED = "arrived = false, expires_at = %s";

    private static final String DELETE = "delete from flow_upload where tenant_id = ? and id = ?";

    private final Database database;
    private final Leasing expired;

    JdbcUploadStore(Database database) {
        this.database = database;
        this.expired = new Leasing(
                database, "flow_upload", EXPIRED.formatted(database.dialect().now()), LEASED);
    }

    @Override
    public boolean reserve(Upload upload, long quota) {
        return database.transactTwice(Scope.of(upload.tenant()), connection -> reserve(connection, upload, quota));
    }

    private boolean reserve(Connection connection, Upload upload, long quota) throws SQLException {
        if (database.find(connection, FIND, key(upload.tenant(), upload.id()), JdbcUploadStore::read)
                .isPresent()) {
            return true; // an earlier try did it, whose answer was lost
        }
        long taken = database.find(
                        connection, TAKEN, params -> params.uuid(upload.tenant().value()), Row::number)
                .orElse(0L);
        if (taken + upload.file().size() > quota) {
            return false;
        }
        database.update(connection, INSERT.values(), params -> bind(params, upload));
        return true;
    }

    @Override
    public boolean complete(Upload arrived) {
        return database.transactTwice(
                Scope.of(arrived.tenant()),
                connection -> database.update(
                                        connection,
                                        COMPLETE,
                                        params -> params.number(arrived.file().size())
                                                .uuid(arrived.tenant().value())
                                                .uuid(arrived.id().value())
                                                .instant(arrived.expiresAt()))
                                > 0
                        || database.find(connection, FIND, key(arrived.tenant(), arrived.id()), JdbcUploadStore::read)
                                .filter(arrived::equals)
                                .isPresent());
    }

    @Override
    public Optional<Upload> find(TenantId tenant, UploadId id) {
        return database.find(Scope.of(tenant), FIND, key(tenant, id), JdbcUploadStore::read);
    }

    /** One of several files was used before: those that were not are not used either. */
    private static final class UsedBeforeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsedBeforeException() {
            super("a file was used before", null, false, false);
        }
    }

    @Override
    public boolean use(TenantId tenant, Set<UploadId> ids, String usedBy) {
        try {
            return database.transactTwice(Scope.of(tenant), connection -> {
                if (!use(connection, tenant, ids, usedBy)) {
                    throw new UsedBeforeException();
                }
                return true;
            });
        } catch (UsedBeforeException e) {
            return false;
        }
    }

    /** Within a transaction that is rolled back when it says false. */
    boolean use(Connection connection, TenantId tenant, Set<UploadId> ids, String usedBy) throws SQLException {
        List<UploadId> inOrder =
                ids.stream().sorted(Comparator.comparing(UploadId::toString)).toList();
        for (UploadId id : inOrder) {
            int used = database.update(
                    connection,
                    USE,
                    params -> params.text(usedBy)
                            .uuid(tenant.value())
                            .uuid(id.value())
                            .text(usedBy));
            if (used == 0) {
                return false;
            }
        }
        return true;
    }

    private record Leased(Upload upload, Instant claimedAt) {}

    @Override
    public List<Upload> claimExpired(Claim claim) {
        return database
                .transact(
                        Scope.crossing(),
                        connection -> expired.take(
                                connection,
                                claim.lease(),
                                params -> params.integer(claim.limit()),
                                row -> new Leased(read(row), row.instant()),
                                leased -> new Leasing.Key(
                                        leased.upload.tenant().value(),
                                        leased.upload.id().value(),
                                        leased.claimedAt.plus(claim.lease()))))
                .stream()
                .map(leased -> leased.upload)
                .toList();
    }

    @Override
    public void delete(TenantId tenant, UploadId id) {
        database.transactTwice(Scope.of(tenant), connection -> database.update(connection, DELETE, key(tenant, id)));
    }

    private static Binding key(TenantId tenant, UploadId id) {
        return params -> params.uuid(tenant.value()).uuid(id.value());
    }

    private static void bind(Params params, Upload upload) throws SQLException {
        params.uuid(upload.tenant().value())
                .uuid(upload.id().value())
                .text(upload.place())
                .text(upload.field())
                .uuid(upload.file().blob())
                .text(upload.file().name())
                .text(upload.file().mime())
                .number(upload.file().size())
                .flag(upload.arrived())
                .text(upload.usedBy())
                .instant(upload.expiresAt())
                .instant(upload.createdAt());
    }

    private static Upload read(Row row) throws SQLException {
        TenantId tenant = new TenantId(row.uuid());
        UploadId id = new UploadId(row.uuid());
        String place = row.text();
        String field = row.text();
        Upload.File file = new Upload.File(row.uuid(), row.text(), row.text(), row.number());
        return new Upload(
                tenant, id, place, field, file, row.flag(), row.textOrNull(), row.instantOrNull(), row.instant());
    }
}
