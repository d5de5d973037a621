package dev.flowruntime.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The other side of a connection, on loopback; it does to each connection what a test says. */
final class Peer implements AutoCloseable {
    final List<String> heads = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;
    private final Thread thread;

    /** Acts on one connection whose request was read up to the end of its head. */
    interface Act {
        void on(Socket connection, OutputStream out) throws IOException, InterruptedException;
    }

    private Peer(ServerSocket socket, Act act) {
        this.socket = socket;
        this.thread = new Thread(() -> serve(act), "peer");
        thread.setDaemon(true);
        thread.start();
    }

    static Peer doing(Act act) throws IOException {
        return on(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), act);
    }

    static Peer on(ServerSocket socket, Act act) {
        return new Peer(socket, act);
    }

    static Peer answering(String text) throws IOException {
        return doing((connection, out) -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String ok(String headers, String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n" + headers + "\r\n"
                + body;
    }

    int port() {
        return socket.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    private void serve(Act act) {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                heads.add(head(connection.getInputStream()));
                act.on(connection, connection.getOutputStream());
                connection.getOutputStream().flush();
            } catch (IOException e) {
                heads.add("broken off"); // by the side that is tested
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        thread.interrupt();
    }
}
