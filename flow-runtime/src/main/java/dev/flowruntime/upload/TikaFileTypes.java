package dev.flowruntime.upload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/** By the signatures of Apache Tika: it detects, and never parses. */
final class TikaFileTypes implements FileTypes {
    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();
    private final MediaTypeRegistry registry = types.getMediaTypeRegistry();

    @Override
    public @Nullable String typeOf(byte[] head, String name) {
        MediaType byBytes = detect(head, null);
        MediaType byName = detect(null, name);
        boolean isText = byBytes.getType().equals("text");
        if (isUnknown(byBytes) || isUnknown(byName) || isText && !PlainText.is(head)) {
            return null;
        }
        // a signature may be of the container only, and a name of the variant: a name that says less than the bytes
        // lies
        boolean agree = byName.equals(byBytes) || registry.isSpecializationOf(byName, byBytes);
        return agree ? byName.getBaseType().toString() : null;
    }

    private MediaType detect(byte @Nullable [] head, @Nullable String name) {
        Metadata metadata = new Metadata();
        if (name != null) {
            metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
        }
        try (InputStream stream = head == null ? null : new ByteArrayInputStream(head)) {
            return registry.normalize(types.detect(stream, metadata).getBaseType());
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory failed", e);
        }
    }

    private static boolean isUnknown(MediaType type) {
        return type.equals(MediaType.OCTET_STREAM) || type.equals(MediaType.EMPTY);
    }
}
