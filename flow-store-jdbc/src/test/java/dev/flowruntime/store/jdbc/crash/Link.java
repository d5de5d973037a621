package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.store.jdbc.crash.Cut.Side;
import dev.flowruntime.store.jdbc.crash.Cut.Told;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One connection through a relay: two threads, one for each direction. */
final class Link {
    private static final int LABEL = 60;

    private final Relay relay;
    private final Socket driver;
    private final Socket server;
    private final CountDownLatch serverDone = new CountDownLatch(1);
    private final Map<String, String> statements = new HashMap<>();
    private String bound = "";
    private volatile boolean ready;
    private volatile boolean cut;

    Link(Relay relay, Socket driver, Socket server) throws IOException {
        this.relay = relay;
        this.driver = driver;
        this.server = server;
        driver.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    /** Carries requests until one is the end. */
    void up() {
        try (Ends ends = new Ends(driver, server)) {
            ends.copyUntyped();
            for (int type = ends.in.read(); type >= 0; type = ends.in.read()) {
                byte[] body = ends.readBody();
                Cut now = ready ? relay.count(Side.DRIVER, request((char) type, body)) : null;
                if (now != null) {
                    cut = true;
                    ends.out.flush();
                    part(now);
                    return;
                }
                ends.write(type, body);
            }
            server.shutdownOutput();
        } catch (IOException gone) {
            // the other direction ends the connection
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Carries answers until the server has no more. */
    void down() {
        try (Ends ends = new Ends(server, driver)) {
            for (int type = ends.in.read(); type >= 0; type = ends.in.read()) {
                byte[] body = ends.readBody();
                Message message = new Message((char) type, type == 'C' ? text(body, 0) : "");
                Cut now = ready && !cut ? relay.count(Side.SERVER, message) : null;
                ready |= message.isReady();
                if (now != null) {
                    cut = true;
                    ends.out.flush();
                    hear(now);
                }
                if (!cut) {
                    ends.write(type, body);
                }
            }
        } catch (IOException gone) {
            // both are told below
        } finally {
            serverDone.countDown();
            sever();
            relay.forget(this);
        }
    }

    /** A request does not arrive: the server is told that there is no more, and ends with what it has. */
    private void part(Cut now) throws IOException, InterruptedException {
        relay.strike();
        if (now.told() == Told.AT_ONCE) {
            driver.close();
        }
        server.shutdownOutput();
        serverDone.await();
        driver.close();
    }

    /** An answer does not arrive. */
    private void hear(Cut now) throws IOException {
        relay.strike();
        if (now.told() == Told.AT_ONCE) {
            driver.close();
        }
        server.shutdownOutput();
    }

    void sever() {
        try {
            driver.close();
            server.close();
        } catch (IOException closed) {
            // that was wanted
        }
    }

    private Message request(char type, byte[] body) {
        switch (type) {
            case 'P' -> {
                String name = text(body, 0);
                statements.put(name, text(body, name.length() + 1));
            }
            case 'B' -> {
                String portal = text(body, 0);
                bound = statements.getOrDefault(text(body, portal.length() + 1), "");
            }
            default -> {}
        }
        return new Message(type, type == 'E' ? shortened(bound) : "");
    }

    private static String shortened(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() <= LABEL ? line : line.substring(0, LABEL);
    }

    private static String text(byte[] body, int start) {
        int end = start;
        while (end < body.length && body[end] != 0) {
            end++;
        }
        return new String(body, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Where messages come from and go to; closing it closes neither. */
    private static final class Ends implements AutoCloseable {
        final DataInputStream in;
        final DataOutputStream out;

        Ends(Socket from, Socket to) throws IOException {
            in = new DataInputStream(new BufferedInputStream(from.getInputStream(), 1 << 16));
            out = new DataOutputStream(new BufferedOutputStream(to.getOutputStream(), 1 << 16));
        }

        /** The start-up packet has no type. */
        void copyUntyped() throws IOException {
            byte[] body = readBody();
            out.writeInt(body.length + 4);
            out.write(body);
            out.flush();
        }

        byte[] readBody() throws IOException {
            byte[] body = new byte[in.readInt() - 4];
            in.readFully(body);
            return body;
        }

        void write(int type, byte[] body) throws IOException {
            out.write(type);
            out.writeInt(body.length + 4);
            out.write(body);
            if (in.available() == 0) {
                out.flush();
            }
        }

        @Override
        public void close() {}
    }
}
