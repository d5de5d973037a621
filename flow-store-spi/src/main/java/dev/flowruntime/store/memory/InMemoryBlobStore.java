package dev.flowruntime.store.memory;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Files in the heap, for tests and demos: the newest ones, so many bytes of them. */
final class InMemoryBlobStore implements BlobStore {
    private final Tables tables;
    private final long capacity;
    private final Map<Key, byte[]> files = new LinkedHashMap<>();
    private long size;

    /** @param capacity in bytes */
    InMemoryBlobStore(Tables tables, long capacity) {
        this.tables = tables;
        this.capacity = capacity;
    }

    @Override
    public void write(TenantId tenant, UUID name, InputStream content) throws IOException {
        tables.requireOpen();
        byte[] bytes = content.readAllBytes();
        synchronized (this) {
            byte[] before = files.put(new Key(tenant, name), bytes);
            size += bytes.length - (before == null ? 0 : before.length);
            Iterator<byte[]> oldest = files.values().iterator();
            while (size > capacity && files.size() > 1) {
                size -= oldest.next().length;
                oldest.remove();
            }
        }
    }

    @Override
    public synchronized Optional<InputStream> open(TenantId tenant, UUID name) {
        tables.requireOpen();
        return Optional.ofNullable(files.get(new Key(tenant, name))).map(ByteArrayInputStream::new);
    }

    @Override
    public synchronized void delete(TenantId tenant, UUID name) {
        tables.requireOpen();
        byte[] before = files.remove(new Key(tenant, name));
        size -= before == null ? 0 : before.length;
    }
}
