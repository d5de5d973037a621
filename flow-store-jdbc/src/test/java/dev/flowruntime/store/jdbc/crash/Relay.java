package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.store.jdbc.crash.Cut.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands between driver and server on the loopback interface, reads PostgreSQL's protocol message by message, and cuts a
 * connection at the one that it was told. What comes before the first {@code ReadyForQuery} of a connection is not counted.
 */
final class Relay implements AutoCloseable {
    private final int server;
    private final ServerSocket listener;
    private final ExecutorService threads;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final List<Message> fromDriver = new ArrayList<>();
    private final List<Message> fromServer = new ArrayList<>();
    private @Nullable Cut cut;
    private Runnable strike = () -> {};
    private boolean fired;
    private int refusing;

    /** @param server the port of the server on this machine */
    Relay(int server) {
        this.server = server;
        try {
            this.listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "relay");
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Counts from here on. */
    synchronized void arm() {
        fromDriver.clear();
        fromServer.clear();
        cut = null;
        fired = false;
        refusing = 0;
        strike = () -> {};
    }

    /** Counts from here on, and cuts. */
    synchronized void arm(Cut next) {
        arm();
        cut = next;
    }

    /** Does something to the server instead of parting it from the driver, who hears of it when that is done. */
    synchronized void arm(Cut next, Runnable blow) {
        arm(next);
        strike = blow;
    }

    /** Lets everything through. @return whether the connection was cut */
    synchronized boolean disarm() {
        cut = null;
        refusing = 0;
        return fired;
    }

    synchronized List<Message> fromDriver() {
        return List.copyOf(fromDriver);
    }

    synchronized List<Message> fromServer() {
        return List.copyOf(fromServer);
    }

    /** Cuts all connections that are open now. */
    void cutAll() {
        links.forEach(Link::sever);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        links.forEach(Link::sever);
        threads.shutdownNow();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket driver = listener.accept();
                if (isRefused()) {
                    driver.close();
                    continue;
                }
                open(driver);
            } catch (IOException closedOrServerDown) {
                // whoever asked sees that nothing answers
            }
        }
    }

    private void open(Socket driver) throws IOException {
        try {
            Link link = new Link(this, driver, new Socket(InetAddress.getLoopbackAddress(), server));
            links.add(link);
            threads.execute(link::up);
            threads.execute(link::down);
        } catch (IOException serverDown) {
            driver.close();
        }
    }

    private synchronized boolean isRefused() {
        return refusing-- > 0;
    }

    void forget(Link link) {
        links.remove(link);
    }

    /** @return the cut, when this message is the one that shall not arrive */
    synchronized @Nullable Cut count(Side side, Message message) {
        List<Message> seen = side == Side.DRIVER ? fromDriver : fromServer;
        seen.add(message);
        if (cut == null || cut.side() != side || seen.size() - 1 != cut.message()) {
            return null;
        }
        Cut now = cut;
        cut = null;
        fired = true;
        refusing = now.refused();
        return now;
    }

    void strike() {
        Runnable blow;
        synchronized (this) {
            blow = strike;
        }
        blow.run();
    }
}
