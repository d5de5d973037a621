package dev.flowruntime.servlet;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.IncomingFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one file of a {@code multipart/form-data} body as it comes in: no more than a buffer of it is in memory, and nothing
 * is on the disk. Parts, their headers and all bytes are counted. For one thread.
 */
final class MultipartBody {
    private static final String PART = "file";
    private static final int MAX_PARTS = 16;
    private static final int MAX_HEADERS = 8 * 1024;

    private final DelimitedStream body;
    private final long maxBytes;
    private int parts;

    /**
     * @param boundary as the content type has it
     * @param maxBytes of the file; what is around it may have {@value #AROUND} more
     */
    MultipartBody(InputStream stream, String boundary, long maxBytes) {
        this.body = new DelimitedStream(stream, boundary, maxBytes + AROUND);
        this.maxBytes = maxBytes;
    }

    /** What may stand around a file, in bytes. */
    static final int AROUND = 64 * 1024;

    /**
     * The file, whose content ends only when the whole body was read to its end and found well-formed.
     *
     * @throws FlowException INVALID_INPUT when there is none, or the body is not well-formed; PAYLOAD_TOO_LARGE
     */
    IncomingFile file() {
        try {
            body.skip();
            while (nextPart()) {
                Map<String, String> disposition = disposition();
                if (PART.equals(disposition.get("name"))) {
                    String name = disposition.getOrDefault("filename", "");
                    return new IncomingFile(name, new Content(), maxBytes);
                }
                body.skip();
            }
        } catch (IOException e) {
            throw malformed("the body broke off");
        }
        throw malformed("the part \"" + PART + "\" is missing");
    }

    /** Behind a delimiter: whether another part follows. */
    private boolean nextPart() throws IOException {
        if (body.isLast()) {
            return false;
        }
        if (++parts > MAX_PARTS) {
            throw malformed("the body has more than " + MAX_PARTS + " parts");
        }
        return true;
    }

    private Map<String, String> disposition() throws IOException {
        return ContentDisposition.read(body.headers(MAX_HEADERS));
    }

    private void readOtherParts() throws IOException {
        while (nextPart()) {
            if (PART.equals(disposition().get("name"))) {
                throw malformed("only one part \"" + PART + "\" is taken");
            }
            body.skip();
        }
    }

    static FlowException malformed(String reason) {
        return new FlowException(ErrorCode.INVALID_INPUT, reason);
    }

    /** The bytes of the part. */
    private final class Content extends InputStream {
        private boolean ended;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (ended || length == 0) {
                return ended ? -1 : 0;
            }
            try {
                int n = body.read(to, offset, length);
                if (n < 0) {
                    readOtherParts();
                    ended = true;
                }
                return n;
            } catch (IOException e) {
                throw malformed("the body broke off");
            }
        }
    }

    /**
     * The boundary in a content type.
     *
     * @return null when it is another type
     * @throws FlowException INVALID_INPUT when there is none, or it is no boundary
     */
    static @Nullable String boundary(@Nullable String contentType) {
        if (contentType == null || contentType.length() > 1_000) {
            return null;
        }
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        if (!type.equalsIgnoreCase("multipart/form-data")) {
            return null;
        }
        String boundary = end < 0
                ? null
                : ContentDisposition.parameters(contentType.substring(end)).get("boundary");
        if (boundary == null || !boundary.matches("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")) {
            throw malformed("the content type has no boundary of 1 to 70 characters");
        }
        return boundary;
    }
}
