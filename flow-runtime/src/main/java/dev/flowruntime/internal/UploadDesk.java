package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FileRef;
import dev.flowruntime.FlowException;
import dev.flowruntime.IncomingFile;
import dev.flowruntime.StoredFile;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.form.UploadRule;
import dev.flowruntime.form.UploadRule.Pixels;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Upload;
import dev.flowruntime.model.UploadId;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.upload.FileTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files in and gives them out. A file is judged by its first bytes before anything is stored, known to the store before its
 * bytes are, and gone when the rest of it is refused.
 */
public final class UploadDesk {
    /** The setting of a tenant with {@code quota_bytes}. */
    public static final String SETTING = "uploads";

    private static final Logger LOG = LoggerFactory.getLogger(UploadDesk.class);
    private static final Duration LIFE_UNUSED = Duration.ofHours(24);
    private static final Duration LIFE_OF_LINKS = Duration.ofDays(7);
    private static final String LINK = "/api/public/v1/uploads/";

    private final Services services;
    private final SecureRandom random = new SecureRandom();

    UploadDesk(Services services) {
        this.services = services;
    }

    /**
     * What a file is for.
     *
     * @param place the form that it may be used in
     * @param rule of the field; null when the form has no such field for files
     * @param ofForm the types that the whole form allows; empty when it says nothing
     */
    public record Target(
            TenantId tenant,
            String place,
            String field,
            @Nullable UploadRule rule,
            List<String> ofForm) {}

    /** @throws FlowException {@code VALIDATION_FAILED} when the form has no such field for files */
    public void check(Target target) {
        if (target.rule() == null) {
            throw refused(target, "is not a field for files");
        }
    }

    /** @throws FlowException {@code VALIDATION_FAILED}, {@code PAYLOAD_TOO_LARGE}, {@code PLAN_LIMIT} */
    public FileRef receive(Target target, IncomingFile incoming) {
        UploadRule rule = target.rule();
        if (rule == null) {
            throw refused(target, "is not a field for files");
        }
        Measured content = new Measured(incoming.content(), incoming.maxBytes(), target, rule);
        try {
            byte[] head = content.readNBytes(FileTypes.HEAD);
            String name = FileNames.harmless(incoming.name());
            String mime = judge(target, rule, head, name);
            Upload upload = reserve(target, new Upload.File(blobName(), name, mime, mostOf(incoming, rule)));
            return reference(keep(target, rule, upload, head, content));
        } catch (IOException e) {
            throw new FlowException(ErrorCode.INVALID_INPUT, "the file broke off");
        }
    }

    private String judge(Target target, UploadRule rule, byte[] head, String name) {
        String mime = services.uploads().types().typeOf(head, name);
        String wrong = head.length == 0 ? rule.refuseSize(0) : rule.refuseType(mime, target.ofForm());
        if (wrong != null || mime == null) {
            throw refused(target, String.valueOf(wrong));
        }
        boolean image = mime.equals("image/png")
                || mime.equals("image/jpeg")
                || mime.equals("image/gif")
                || mime.equals("image/webp");
        Pixels pixels = ImageHeader.read(mime, head);
        if (pixels == null && (image || rule.needsPixels())) {
            throw refused(target, "is not an image whose size can be read");
        }
        List<String> reasons = pixels == null ? List.of() : rule.refusePixels(pixels);
        if (!reasons.isEmpty()) {
            throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, Map.of(target.field(), reasons));
        }
        return mime;
    }

    private static long mostOf(IncomingFile incoming, UploadRule rule) {
        return Math.min(incoming.maxBytes(), rule.maxBytes());
    }

    /** Not the id, which clients know. */
    private UUID blobName() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private Upload reserve(Target target, Upload.File file) {
        Upload upload = new Upload(
                target.tenant(),
                new UploadId(services.ids().get()),
                target.place(),
                target.field(),
                file,
                false,
                null,
                services.now().plus(LIFE_UNUSED),
                services.now());
        if (!services.store().uploads().reserve(upload, quota(target.tenant()))) {
            throw new FlowException(ErrorCode.PLAN_LIMIT, "there is no room for more files");
        }
        return upload;
    }

    private long quota(TenantId tenant) {
        Json setting = services.store().settings().find(tenant, SETTING).orElse(Json.EMPTY_OBJECT);
        return JsonTree.read(setting) instanceof Map<?, ?> members && members.get("quota_bytes") instanceof Number quota
                ? quota.longValue()
                : services.uploads().quota();
    }

    private Upload keep(Target target, UploadRule rule, Upload upload, byte[] head, Measured rest) throws IOException {
        boolean kept = false;
        try {
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), rest);
            blobs().write(upload.tenant(), upload.file().blob(), whole);
            String wrong = rule.refuseSize(rest.count());
            if (wrong != null) {
                throw refused(target, wrong);
            }
            Upload arrived = upload.arrived(rest.count());
            kept = services.store().uploads().complete(arrived);
            if (!kept) {
                throw new FlowException(ErrorCode.UNAVAILABLE, "the file took too long; send it again");
            }
            return arrived;
        } finally {
            if (!kept) {
                discard(upload);
            }
        }
    }

    /** Deletes a file that was refused; should that fail, it is swept once it has expired. */
    private void discard(Upload upload) {
        try {
            delete(upload);
        } catch (RuntimeException e) {
            LOG.warn("the refused upload {} is deleted later", upload.id(), e);
        }
    }

    /** The bytes first: what the store still knows is never lost sight of. */
    void delete(Upload upload) {
        blobs().delete(upload.tenant(), upload.file().blob());
        services.store().uploads().delete(upload.tenant(), upload.id());
    }

    /** A file that has arrived, with its bytes. */
    public Optional<StoredFile> open(TenantId tenant, UploadId id) {
        return services.store()
                .uploads()
                .find(tenant, id)
                .filter(Upload::arrived)
                .flatMap(upload ->
                        blobs().open(tenant, upload.file().blob()).map(content -> new StoredFile(upload, content)));
    }

    /** A reference with a new link. */
    public FileRef reference(Upload upload) {
        String query = services.signing()
                .uploads()
                .sign(upload.tenant(), upload.id(), services.now().plus(LIFE_OF_LINKS));
        Upload.File file = upload.file();
        String url = LINK + upload.id() + "?" + query;
        return new FileRef(upload.id(), url, file.name(), file.mime(), file.size());
    }

    private BlobStore blobs() {
        BlobStore chosen = services.uploads().blobs();
        return chosen == null ? services.store().blobs() : chosen;
    }

    private static FlowException refused(Target target, String reason) {
        return FlowException.ofFields(ErrorCode.VALIDATION_FAILED, Map.of(target.field(), List.of(reason)));
    }

    /** Counts bytes, and stops at the first one too many. */
    private static final class Measured extends InputStream {
        private final InputStream content;
        private final long most;
        private final Target target;
        private final UploadRule rule;
        private long count;

        Measured(InputStream content, long most, Target target, UploadRule rule) {
            this.content = content;
            this.most = most;
            this.target = target;
            this.rule = rule;
        }

        long count() {
            return count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int n = content.read(to, offset, length);
            count += Math.max(n, 0);
            if (count > most) {
                throw new FlowException(ErrorCode.PAYLOAD_TOO_LARGE, "a file may have at most " + most + " bytes");
            }
            if (count > rule.maxBytes()) {
                throw refused(target, rule.tooLarge());
            }
            return n;
        }
    }
}
