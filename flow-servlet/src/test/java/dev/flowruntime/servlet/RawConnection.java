package dev.flowruntime.servlet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which bytes are sent as they are, and answers with a {@code Content-Length} come back. */
final class RawConnection implements AutoCloseable {
    private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int filled;

    RawConnection(URI root) throws IOException {
        socket = new Socket(root.getHost(), root.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = socket.getInputStream();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void endOfRequests() throws IOException {
        socket.shutdownOutput();
    }

    /** The head of the answer that was read last. */
    String head() {
        String answer = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
        return answer.substring(0, answer.indexOf("\r\n\r\n"));
    }

    /** Reads one answer. @return its status */
    int skipAnswer() throws IOException {
        filled = 0;
        int head = -1;
        while (head < 0) {
            fill();
            head = endOfHead();
        }
        int end = head + contentLength(head);
        while (filled < end) {
            fill();
        }
        return Integer.parseInt(new String(buffer, 9, 3, StandardCharsets.US_ASCII));
    }

    /** The status of one answer; 0 when the connection is closed without one. */
    int statusOrClosed() {
        try {
            return skipAnswer();
        } catch (IOException e) {
            return 0;
        }
    }

    private void fill() throws IOException {
        int count = in.read(buffer, filled, buffer.length - filled);
        if (count < 0) {
            throw new EOFException("the connection was closed");
        }
        filled += count;
    }

    private int endOfHead() {
        for (int i = 3; i < filled; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private int contentLength(int head) {
        for (int i = 0; i + LENGTH.length < head; i++) {
            if (startsWithLength(i)) {
                int length = 0;
                for (int at = i + LENGTH.length; buffer[at] != '\r'; at++) {
                    length = buffer[at] == ' ' ? length : length * 10 + (buffer[at] - '0');
                }
                return length;
            }
        }
        return 0;
    }

    private boolean startsWithLength(int from) {
        for (int i = 0; i < LENGTH.length; i++) {
            int c = buffer[from + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
