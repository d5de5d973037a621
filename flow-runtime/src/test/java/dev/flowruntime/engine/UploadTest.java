package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.flowruntime.Caller;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FileRef;
import dev.flowruntime.FlowException;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.IncomingFile;
import dev.flowruntime.PublicForms.UploadRequest;
import dev.flowruntime.StoredFile;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.file.DirectoryBlobStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {
    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final Caller ANYBODY = new Caller(null, false, null, null, null);
    private static final UploadRequest CV = new UploadRequest(KEY, "apply", "cv");
    private static final long TEN_MIB = 10 << 20;

    @TempDir
    private Path directory;

    private FlowRuntime runtime;
    private TenantId tenant;

    @BeforeEach
    void start() {
        runtime = FlowRuntime.builder(new InMemoryFlowStore())
                .blobs(DirectoryBlobStore.open(directory))
                .build();
        tenant = runtime.tenants().create("acme", "Acme Inc.").id();
        runtime.forms().publish(tenant, Document.parse("apply", """
                form: apply
                title: Apply
                fields: [{ name: cv, type: file_upload, label: CV }]
                """));
        runtime.widgetKeys()
                .put(
                        tenant,
                        new WidgetKeyRequest(
                                "page",
                                KEY,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of("https://acme.com"),
                                Grant.ofEverything(),
                                Grant.ofEverything(),
                                null,
                                null,
                                null));
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    /** A PDF of so many bytes, made as it is read. */
    private static InputStream pdf(long size) {
        byte[] start = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
        return new SequenceInputStream(new ByteArrayInputStream(start), new InputStream() {
            private long left = size - start.length;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                int n = (int) Math.min(length, left);
                left -= n;
                return n == 0 ? -1 : n;
            }
        });
    }

    private FileRef upload(InputStream content) {
        return runtime.publicForms().upload(CV, ANYBODY, () -> new IncomingFile("cv.pdf", content, TEN_MIB));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aFileOfTenMebibytesCostsNoTenMebibytesOfHeap() throws IOException {
        upload(pdf(1000));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        FileRef file = upload(pdf(TEN_MIB));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2 << 20);
        assertThat(file.size()).isEqualTo(TEN_MIB);
        StoredFile stored = runtime.uploads().open(tenant, file.fileId()).orElseThrow();
        try (InputStream content = stored.content()) {
            assertThat(content.skip(Long.MAX_VALUE)).isEqualTo(TEN_MIB);
        }
    }

    @Test
    void aFileThatIsTooLargeOrBreaksOffIsGone() throws IOException {
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> upload(pdf(TEN_MIB + 1)))
                .returns(ErrorCode.PAYLOAD_TOO_LARGE, FlowException::code);
        InputStream broken = new SequenceInputStream(pdf(500_000), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("cut off");
            }
        });
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> upload(broken))
                .returns(ErrorCode.INVALID_INPUT, FlowException::code);
        assertThat(files()).isEmpty();
        runtime.settings().put(tenant, "uploads", new dev.flowruntime.model.Json("{\"quota_bytes\":" + TEN_MIB + "}"));
        assertThat(upload(pdf(TEN_MIB)).size()).isEqualTo(TEN_MIB);
    }
}
