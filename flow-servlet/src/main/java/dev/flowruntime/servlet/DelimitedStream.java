package dev.flowruntime.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream in sections: a delimiter, a line break and a boundary, ends each of them. No boundary has a line break in it, so a
 * delimiter that turns out to be none need not be looked at twice, and reading takes time in step with the bytes.
 */
final class DelimitedStream {
    private static final int BUFFER = 16 * 1024;

    private final InputStream stream;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private long left;
    private int at;
    private int end;

    /** @param maxBytes of the whole stream */
    DelimitedStream(InputStream stream, String boundary, long maxBytes) {
        this.stream = stream;
        this.delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
        this.left = maxBytes;
        // the first delimiter may stand at the very beginning, without its line break
        buffer[end++] = '\r';
        buffer[end++] = '\n';
    }

    /**
     * Reads bytes of the section.
     *
     * @return -1 at its end, and then the delimiter was read
     * @throws EOFException when the stream ends before the section does
     */
    int read(byte[] to, int offset, int length) throws IOException {
        while (true) {
            int content = content();
            if (content > 0) {
                int n = Math.min(content, length);
                System.arraycopy(buffer, at, to, offset, n);
                at += n;
                return n;
            }
            if (startsWithDelimiter()) {
                at += delimiter.length;
                return -1;
            }
            fill();
        }
    }

    /** Reads over the rest of the section, and its delimiter. */
    void skip() throws IOException {
        byte[] sink = new byte[4096];
        int n;
        do {
            n = read(sink, 0, sink.length);
        } while (n >= 0);
    }

    /** How many bytes at the beginning of the buffer surely belong to the section. */
    private int content() {
        for (int i = at; i < end; i++) {
            if (buffer[i] == '\r' && mayBeDelimiter(i)) {
                return i - at;
            }
        }
        return end - at;
    }

    private boolean mayBeDelimiter(int from) {
        int known = Math.min(delimiter.length, end - from);
        for (int i = 0; i < known; i++) {
            if (buffer[from + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean startsWithDelimiter() {
        return end - at >= delimiter.length && mayBeDelimiter(at);
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        int n = stream.read(buffer, end, buffer.length - end);
        if (n < 0) {
            throw new EOFException("the stream ends within a section");
        }
        left -= n;
        if (left < 0) {
            throw new FlowException(ErrorCode.PAYLOAD_TOO_LARGE, "the body has too many bytes");
        }
        end += n;
    }

    private int next() throws IOException {
        while (at == end) {
            fill();
        }
        return buffer[at++] & 0xff;
    }

    /** Behind a delimiter: whether it is the last one. Otherwise the headers of a section follow. */
    boolean isLast() throws IOException {
        int c = next();
        if (c == '-' && next() == '-') {
            return true;
        }
        while (c == ' ' || c == '\t') {
            c = next();
        }
        if (c != '\r' || next() != '\n') {
            throw MultipartBody.malformed("a boundary is followed by something else than a line break");
        }
        return false;
    }

    /** Reads lines up to an empty one. */
    byte[] headers(int maxBytes) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int lineLength = 0;
        while (true) {
            int c = next();
            lines.write(c);
            if (lines.size() > maxBytes) {
                throw MultipartBody.malformed("the headers of a part have more than " + maxBytes + " bytes");
            }
            if (c == '\n') {
                if (lineLength == 0) {
                    return lines.toByteArray();
                }
                lineLength = 0;
            } else if (c != '\r') {
                lineLength++;
            }
        }
    }
}
