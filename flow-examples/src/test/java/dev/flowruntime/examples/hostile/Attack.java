package dev.flowruntime.examples.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request, in the bytes that are sent: an honest client would send many of them in no way.
 *
 * @param headers names and values in turn
 */
record Attack(String method, String target, List<String> headers, byte[] body) {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int MOST_BYTES = 1 << 20;
    private static final String EMPTY_LINE = "\r\n\r\n";

    /** What came back, of an endless answer the head alone. */
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        @Nullable
        String header(String name) {
            String start = "\n" + name.toLowerCase(Locale.ROOT) + ":";
            int at = head.toLowerCase(Locale.ROOT).indexOf(start);
            return at < 0
                    ? null
                    : head.substring(at + start.length())
                            .lines()
                            .findFirst()
                            .orElse("")
                            .strip();
        }
    }

    Answer send(URI root) throws IOException {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            write(socket.getOutputStream());
            return read(socket.getInputStream());
        }
    }

    private void write(OutputStream out) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        for (int i = 0; i < headers.size(); i += 2) {
            head.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
        }
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        try {
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
        } catch (IOException refused) {
            // the server has said enough before it has heard all; what it said is read
        }
    }

    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0 && bytes.size() < MOST_BYTES; n = in.read(buffer)) {
            bytes.write(buffer, 0, n);
            if (isEndless(bytes)) {
                break;
            }
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        int end = text.indexOf(EMPTY_LINE);
        if (end < 0) {
            throw new IOException("no answer: " + text);
        }
        return new Answer(text.substring(0, end), text.substring(end + EMPTY_LINE.length()));
    }

    private static boolean isEndless(ByteArrayOutputStream bytes) {
        if (bytes.size() > 8192) {
            return false;
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        return text.contains(EMPTY_LINE) && text.contains("text/event-stream");
    }

    @Override
    public String toString() {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return method + " " + target + " " + headers + " "
                + text.substring(0, Math.min(text.length(), 2000))
                + (text.length() > 2000 ? "… (" + text.length() + " bytes)" : "");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attack that
                && method.equals(that.method)
                && target.equals(that.target)
                && headers.equals(that.headers)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return target.hashCode() * 31 + Arrays.hashCode(body);
    }
}
