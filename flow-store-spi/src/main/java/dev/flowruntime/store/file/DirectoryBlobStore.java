package dev.flowruntime.store.file;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Files in a directory, which nodes that share a store must share too: {@code <tenant>/<two digits>/<name>}. Paths are made of
 * UUIDs only, never of what a visitor wrote. A file has its name once all of it is on the disk.
 */
public final class DirectoryBlobStore implements BlobStore {
    private static final String UNFINISHED = ".part";
    private static final int BUFFER = 64 * 1024;

    private final Path root;

    private DirectoryBlobStore(Path root) {
        this.root = root;
    }

    /**
     * Opens the directory, and makes it when there is none.
     *
     * @throws StoreException {@code NEVER} when it cannot be written to
     */
    public static DirectoryBlobStore open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new StoreException(Retry.NEVER, "cannot make the directory for uploads " + root, e);
        }
        if (!Files.isWritable(root)) {
            throw new StoreException(Retry.NEVER, "cannot write to the directory for uploads " + root);
        }
        return new DirectoryBlobStore(root);
    }

    @Override
    public void write(TenantId tenant, UUID name, InputStream content) throws IOException {
        Path file = path(tenant, name);
        Path part = unfinished(file);
        try (FileChannel channel = create(part)) {
            copy(content, channel);
        }
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed("finish", file, e);
        }
    }

    private static FileChannel create(Path part) {
        try {
            Files.createDirectories(part.getParent());
            return FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed("make", part, e);
        }
    }

    /** @throws IOException of the content only */
    private static void copy(InputStream content, FileChannel channel) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                throw new StoreException(Retry.LATER, "cannot write an upload", e);
            }
        }
        try {
            channel.force(true);
        } catch (IOException e) {
            throw new StoreException(Retry.LATER, "cannot write an upload", e);
        }
    }

    @Override
    public Optional<InputStream> open(TenantId tenant, UUID name) {
        Path file = path(tenant, name);
        try {
            return Optional.of(Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    @Override
    public void delete(TenantId tenant, UUID name) {
        Path file = path(tenant, name);
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(unfinished(file));
        } catch (IOException e) {
            throw failed("delete", file, e);
        }
    }

    private Path path(TenantId tenant, UUID name) {
        String text = name.toString();
        return root.resolve(tenant.toString()).resolve(text.substring(0, 2)).resolve(text);
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    private static StoreException failed(String verb, Path file, IOException cause) {
        return new StoreException(Retry.LATER, "cannot " + verb + " the upload " + file.getFileName(), cause);
    }
}
