package dev.flowruntime.servlet;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a stream of server-sent events from a socket of its own, over HTTP/1.0, so that the body is what comes until the end. */
final class StreamReader implements AutoCloseable {
    private static final String PATH = "api/public/v1/chat/stream";

    private final Socket socket;
    private final InputStream in;
    private final List<String> head = new ArrayList<>();

    /** An event, or the comment that stands alone; with the text that came, to the letter. */
    record Event(String name, String id, String data, String text) {
        boolean isComment() {
            return text.startsWith(":");
        }
    }

    /** @param headers names and values in turn */
    private StreamReader(URI root, int receiveBuffer, List<String> headers) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(root.getHost(), root.getPort()));
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
        StringBuilder request = new StringBuilder("GET " + root.resolve(PATH).getPath() + " HTTP/1.0\r\nHost: x\r\n");
        for (int i = 0; i < headers.size(); i += 2) {
            request.append(headers.get(i))
                    .append(": ")
                    .append(headers.get(i + 1))
                    .append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Opens a stream as a visitor; its headers have come. */
    static StreamReader open(Client visitor) throws IOException {
        StreamReader reader = new StreamReader(visitor.root(), 0, visitor.headers());
        for (String line = reader.line(); !line.isEmpty(); line = reader.line()) {
            reader.head.add(line);
        }
        return reader;
    }

    /** Asks for a stream and does not read what comes. */
    static StreamReader deaf(Client visitor) throws IOException {
        return new StreamReader(visitor.root(), 4_096, visitor.headers());
    }

    int status() {
        return Integer.parseInt(head.get(0).split(" ")[1]);
    }

    /** Null when it has none. */
    String header(String name) {
        return head.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    /** The next block; null at the end. */
    Event next() throws IOException {
        StringBuilder text = new StringBuilder();
        String name = null;
        String id = null;
        String data = null;
        for (String line = line(); line != null; line = line()) {
            text.append(line).append('\n');
            if (line.isEmpty()) {
                return new Event(name, id, data, text.toString());
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            }
        }
        if (text.length() > 0) {
            throw new IOException("cut off within an event: " + text);
        }
        return null;
    }

    /** The next block that is no comment; null at the end. */
    Event nextEvent() throws IOException {
        Event event = next();
        while (event != null && event.isComment()) {
            event = next();
        }
        return event;
    }

    /** Tells how many bytes still come until the end. */
    long drain() throws IOException {
        return in.transferTo(OutputStream.nullOutputStream());
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
