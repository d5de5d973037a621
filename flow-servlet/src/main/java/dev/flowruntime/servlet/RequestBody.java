package dev.flowruntime.servlet;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.IncomingFile;
import dev.flowruntime.servlet.wire.JsonBody;
import dev.flowruntime.servlet.wire.StrictJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the bytes of a JSON body, after a look at what they claim to be and with a count of them. */
final class RequestBody {
    private static final Logger LOG = LoggerFactory.getLogger(FlowServlet.class);
    private static final long MAX_DRAINED = 1024 * 1024;
    private static final long MAX_DRAINED_FILE = 16 * 1024 * 1024;

    private RequestBody() {}

    /** @throws FlowException PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_INPUT */
    static JsonBody read(HttpServletRequest request, int limit) {
        return StrictJson.read(bytes(request, limit));
    }

    /** @throws FlowException PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_INPUT */
    static byte[] bytes(HttpServletRequest request, int limit) {
        if (!isJson(request.getContentType()) || isEncoded(request.getHeader("Content-Encoding"))) {
            throw new FlowException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "send the body as application/json in UTF-8, not compressed");
        }
        try {
            return take(request, limit);
        } catch (IOException e) {
            throw new FlowException(ErrorCode.INVALID_INPUT, "the body broke off");
        }
    }

    /** @throws FlowException PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_INPUT */
    static IncomingFile file(HttpServletRequest request, long limit) {
        String boundary = MultipartBody.boundary(request.getContentType());
        if (boundary == null || isEncoded(request.getHeader("Content-Encoding"))) {
            throw new FlowException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "send the file as multipart/form-data, not compressed");
        }
        if (request.getContentLengthLong() > limit + MultipartBody.AROUND) {
            throw new FlowException(ErrorCode.PAYLOAD_TOO_LARGE, "a file may have at most " + limit + " bytes");
        }
        try {
            return new MultipartBody(request.getInputStream(), boundary, limit).file();
        } catch (IOException e) {
            throw new FlowException(ErrorCode.INVALID_INPUT, "the body broke off");
        }
    }

    private static byte[] take(HttpServletRequest request, int limit) throws IOException {
        long declared = request.getContentLengthLong();
        if (declared > limit) {
            throw tooLarge(limit);
        }
        InputStream stream = request.getInputStream();
        if (declared < 0) {
            byte[] bytes = stream.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw tooLarge(limit);
            }
            return bytes;
        }
        byte[] bytes = new byte[(int) declared];
        int length = stream.readNBytes(bytes, 0, bytes.length);
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /**
     * Takes in and forgets what is left of the body of a request that is refused. Containers close a connection with unread
     * bytes in it, and a client that is still sending then loses the answer too; so they are read, within reason.
     */
    static void drain(HttpServletRequest request) {
        if (request.getHeader("Expect") != null) {
            return; // the client waits with its body for a leave that it does not get
        }
        try {
            InputStream stream = request.getInputStream();
            byte[] sink = new byte[8192];
            long drained = 0;
            String type = request.getContentType();
            long most = type != null && type.startsWith("multipart/") ? MAX_DRAINED_FILE : MAX_DRAINED;
            for (int n = 0; n >= 0 && drained < most; n = stream.read(sink)) {
                drained += n;
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("the rest of a refused body did not come", e);
        }
    }

    private static FlowException tooLarge(int limit) {
        return new FlowException(ErrorCode.PAYLOAD_TOO_LARGE, "the body may have at most " + limit + " bytes");
    }

    private static boolean isEncoded(@Nullable String encoding) {
        return encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity");
    }

    /** No type at all is read as JSON; a charset, where named, must be UTF-8. */
    static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].strip().equals("application/json")) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset=")
                    && !parameter.equals("charset=utf-8")
                    && !parameter.equals("charset=\"utf-8\"")) {
                return false;
            }
        }
        return true;
    }
}
