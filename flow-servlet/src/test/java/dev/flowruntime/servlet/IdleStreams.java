package dev.flowruntime.servlet;

import com.sun.management.OperatingSystemMXBean;
import dev.flowruntime.Caller;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.TriggerMessage;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Opens many event streams and tells what they cost while nothing happens: heap after a collection, buffers beside it, processor
 * time; then how long it takes until a tenth of the clients have heard of a turn each. The clients are another process.
 *
 * <p>Arguments: {@code jetty}, {@code tomcat} or {@code undertow}, and how many streams. Give it {@code -Xmx500m}.
 */
public final class IdleStreams {
    private static final PrintStream OUT = System.out;
    private static final int IDLE_SECONDS = 30;
    private static final String EVENT = "event: execution.updated";

    private final Shop shop = new Shop();
    private final List<String> tokens = new ArrayList<>();

    private IdleStreams(int streams) {
        for (int i = 0; i < streams; i++) {
            tokens.add(shop.runtime
                    .chat()
                    .open(new OpenSession(Shop.OPEN_KEY, null, null, null, Map.of()), page(null))
                    .sessionToken());
        }
    }

    private static Caller page(String bearer) {
        return new Caller(Shop.ORIGIN, true, bearer, null, null);
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("clients")) {
            runClients(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            return;
        }
        int streams = Integer.parseInt(arguments[1]);
        Container.Kind kind = switch (arguments[0]) {
            case "tomcat" -> Container::tomcat;
            case "undertow" -> Container::undertow;
            default -> Container::jetty;
        };
        OUT.println(arguments[0] + ", Java " + Runtime.version().feature() + ", "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MB of heap at most");
        new IdleStreams(streams).measure(kind);
    }

    private void measure(Container.Kind kind) throws Exception {
        FlowRuntime runtime = shop.runtime;
        runtime.start();
        FlowServlet servlet = FlowServlet.builder(runtime).build();
        Container container = kind.start(Map.of("/*", servlet));
        long before = heap();
        Process clients = startClients(container.root().getPort());
        PrintWriter out = new PrintWriter(new OutputStreamWriter(clients.getOutputStream(), StandardCharsets.UTF_8));
        BufferedReader heard =
                new BufferedReader(new InputStreamReader(clients.getInputStream(), StandardCharsets.UTF_8));
        long began = System.nanoTime();
        tokens.forEach(out::println);
        out.flush();
        await(heard, "open");
        tell("%d streams opened in %.1f s", servlet.streams().size(), seconds(began));
        long heap = heap();
        tell(
                "heap %.0f MB, of which %.0f MB for the streams: %.1f kB each; %.0f MB of direct buffers; %d threads",
                heap / 1e6,
                (heap - before) / 1e6,
                (heap - before) / 1e3 / tokens.size(),
                direct() / 1e6,
                Thread.activeCount());
        tell("idle for %d s: %.1f %% of a processor", IDLE_SECONDS, idle());
        began = System.nanoTime();
        for (int i = 0; i < tokens.size(); i += 10) {
            runtime.chat().authorize(page(tokens.get(i))).trigger(TriggerMessage.of("order_status", "hi"));
        }
        await(heard, "told");
        tell("%d turns were made, and heard of, in %.2f s", tokens.size() / 10, seconds(began));
        began = System.nanoTime();
        servlet.drain();
        await(heard, "ended");
        tell("all streams ended in %.2f s", seconds(began));
        container.stop();
        runtime.close();
    }

    private static void tell(String text, Object... figures) {
        OUT.printf(Locale.ROOT, text + "%n", figures);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void await(BufferedReader heard, String word) throws IOException {
        String line = heard.readLine();
        if (!word.equals(line)) {
            throw new IllegalStateException("the clients say " + line + " instead of " + word);
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static double idle() throws InterruptedException {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long before = process.getProcessCpuTime();
        Thread.sleep(Duration.ofSeconds(IDLE_SECONDS).toMillis());
        return (process.getProcessCpuTime() - before) / 1e7 / IDLE_SECONDS;
    }

    private Process startClients(int port) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdleStreams.class.getName(),
                        "clients",
                        Integer.toString(port),
                        Integer.toString(tokens.size()))
                .redirectError(Redirect.INHERIT)
                .start();
    }

    /** Opens a stream for each token that comes in, one after another, and tells when something has come to all that wait for it. */
    private static void runClients(int port, int streams) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < streams; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                channel.write(ByteBuffer.wrap(("GET /api/public/v1/chat/stream HTTP/1.1\r\nHost: x\r\nOrigin: "
                                + Shop.ORIGIN + "\r\nAuthorization: Bearer " + in.readLine() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII)));
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\nid: ") < 0) {
                    if (channel.read(buffer.clear()) < 0) {
                        throw new IOException("refused: " + head);
                    }
                    head.append(StandardCharsets.UTF_8.decode(buffer.flip()));
                }
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
            OUT.println("open");
            listen(selector, streams / 10);
        }
    }

    private static void listen(Selector selector, int expected) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        int told = 0;
        while (!selector.keys().isEmpty()) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                SocketChannel channel = (SocketChannel) key.channel();
                int length = channel.read(buffer.clear());
                String text = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
                if (text.contains(EVENT) && ++told == expected) {
                    OUT.println("told");
                }
                if (length < 0 || text.contains("retry: ")) {
                    key.cancel();
                    channel.close();
                }
            }
            selector.selectedKeys().clear();
            selector.selectNow(); // lets go of cancelled keys
        }
        OUT.println("ended");
    }
}
