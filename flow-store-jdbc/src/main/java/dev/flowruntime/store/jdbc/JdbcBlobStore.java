package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Files in {@code flow_blob_chunk}, in pieces that are each written and read in a transaction of their own: neither a
 * connection nor a transaction waits for a visitor's line, and no more than a piece is in the heap.
 */
final class JdbcBlobStore implements BlobStore {
    private static final int CHUNK = 256 * 1024;

    private static final String INSERT =
            "insert into flow_blob_chunk (bytes, tenant_id, name, position) values (?, ?, ?, ?)";

    private static final String UPDATE =
            "update flow_blob_chunk set bytes = ? where tenant_id = ? and name = ? and position = ?";

    private static final String FIND =
            "select bytes from flow_blob_chunk where tenant_id = ? and name = ? and position = ?";

    private static final String DELETE = "delete from flow_blob_chunk where tenant_id = ? and name = ?";

    private final Database database;
    private final Upsert upsert;

    JdbcBlobStore(Database database) {
        this.database = database;
        this.upsert = new Upsert(database);
    }

    /** An empty file is one empty piece. */
    @Override
    public void write(TenantId tenant, UUID name, InputStream content) throws IOException {
        byte[] chunk = content.readNBytes(CHUNK);
        int position = 0;
        do {
            put(tenant, name, position++, chunk);
            chunk = chunk.length < CHUNK ? new byte[0] : content.readNBytes(CHUNK);
        } while (chunk.length > 0);
    }

    private void put(TenantId tenant, UUID name, int position, byte[] chunk) {
        Binding columns =
                params -> params.bytes(chunk).uuid(tenant.value()).uuid(name).integer(position);
        upsert.run(
                Scope.of(tenant),
                connection -> {
                    int updated = database.update(connection, UPDATE, columns);
                    return updated > 0 ? updated : database.update(connection, INSERT, columns);
                },
                () -> new StoreException(Retry.NEVER, "two write the same file"));
    }

    private Optional<byte[]> find(TenantId tenant, UUID name, int position) {
        return database.find(
                Scope.of(tenant),
                FIND,
                params -> params.uuid(tenant.value()).uuid(name).integer(position),
                Row::bytes);
    }

    @Override
    public Optional<InputStream> open(TenantId tenant, UUID name) {
        return find(tenant, name, 0).map(first -> new Chunks(tenant, name, first));
    }

    @Override
    public void delete(TenantId tenant, UUID name) {
        database.transactTwice(
                Scope.of(tenant),
                connection -> database.update(
                        connection,
                        DELETE,
                        params -> params.uuid(tenant.value()).uuid(name)));
    }

    /** Reads piece after piece. */
    private final class Chunks extends InputStream {
        private final TenantId tenant;
        private final UUID name;
        private byte @Nullable [] chunk;
        private int position;
        private int at;

        Chunks(TenantId tenant, UUID name, byte[] first) {
            this.tenant = tenant;
            this.name = name;
            this.chunk = first;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            while (chunk != null && at == chunk.length) {
                chunk = chunk.length < CHUNK
                        ? null
                        : find(tenant, name, ++position).orElse(null);
                at = 0;
            }
            if (chunk == null) {
                return -1;
            }
            int n = Math.min(length, chunk.length - at);
            System.arraycopy(chunk, at, to, offset, n);
            at += n;
            return n;
        }
    }
}
