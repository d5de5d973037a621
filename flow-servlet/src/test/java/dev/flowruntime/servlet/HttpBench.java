package dev.flowruntime.servlet;

import com.sun.management.OperatingSystemMXBean;
import dev.flowruntime.Caller;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Measures what the HTTP layer and the engine cost beside a servlet that answers {@code {}}: both on one Jetty, asked in turn
 * by clients on connections that stay open, each of which sends its next request when it has the answer to the last.
 *
 * <p>A trigger runs a flow of a message and a form over the in-memory store. Arguments: clients, seconds of a round, rounds.
 */
public final class HttpBench {
    private static final String PUBLIC_KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final String ORIGIN = "https://acme.com";
    private static final String FLOW = """
            flow: bench
            name: Bench
            trigger: { type: trigger.chat, intent_name: bench, description: Bench }
            nodes:
              - { id: hello, type: message, text: "What's your order number?" }
              - { id: ask, type: form, fields: [{ name: order_number, type: text, label: "Order #", required: true }] }
            """;
    private static final String MESSAGE = "{\"text\":\"Where is my order?\",\"intentName\":\"bench\"}";

    private static final OperatingSystemMXBean CPU = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final int clients;
    private final long nanos;

    private HttpBench(int clients, int seconds) {
        this.clients = clients;
        this.nanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    public static void main(String[] arguments) throws Exception {
        int clients = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7;
        new HttpBench(clients, seconds).run(rounds, System.out);
    }

    private void run(int rounds, PrintStream out) throws Exception {
        double[] rates = new double[rounds];
        double[] costs = new double[rounds];
        compare(out, "warm-up");
        for (int round = 0; round < rounds; round++) {
            Measured[] measured = compare(out, "round " + (round + 1));
            rates[round] = measured[1].perSecond() / measured[0].perSecond();
            costs[round] = measured[0].cpuMicros() / measured[1].cpuMicros();
        }
        Arrays.sort(rates);
        Arrays.sort(costs);
        out.printf(
                Locale.ROOT,
                "triggers reach %.2f of the requests/s of the empty servlet, %.2f by CPU time (medians of %d)%n",
                rates[rounds / 2],
                costs[rounds / 2],
                rounds);
    }

    /** With a store of its own: the in-memory one keeps every execution that waits. */
    private Measured[] compare(PrintStream out, String name) throws Exception {
        try (FlowRuntime runtime = runtime()) {
            FlowServlet servlet =
                    FlowServlet.builder(runtime).withoutRateLimits().build();
            Container jetty = Container.jetty(Map.of("/empty", new EmptyServlet(), "/*", servlet));
            try {
                Measured empty = measure(jetty.root(), "/empty", runtime);
                Measured trigger = measure(jetty.root(), "/api/public/v1/chat/messages", runtime);
                out.printf(Locale.ROOT, "%s: empty %s, trigger %s%n", name, empty, trigger);
                return new Measured[] {empty, trigger};
            } finally {
                jetty.stop();
            }
        }
    }

    /** @param cpuMicros of this process for a request, clients and collector included */
    private record Measured(double perSecond, double cpuMicros) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f/s at %.1f us CPU", perSecond, cpuMicros);
        }
    }

    private static FlowRuntime runtime() {
        FlowRuntime runtime = FlowRuntime.builder(new InMemoryFlowStore()).build();
        TenantId tenant = runtime.tenants().create("acme", "Acme Inc.").id();
        runtime.flows().publish(tenant, Document.parse("bench.yaml", FLOW));
        runtime.widgetKeys()
                .put(
                        tenant,
                        new WidgetKeyRequest(
                                "page",
                                PUBLIC_KEY,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of(ORIGIN),
                                Grant.ofEverything(),
                                Grant.ofNothing(),
                                null,
                                null,
                                null));
        return runtime;
    }

    private static String token(FlowRuntime runtime) {
        OpenSession open = new OpenSession(PUBLIC_KEY, null, null, null, Map.of());
        return runtime.chat()
                .open(open, new Caller(ORIGIN, true, null, null, null))
                .sessionToken();
    }

    private static byte[] request(String path, String token) {
        return ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: " + ORIGIN + "\r\nAuthorization: Bearer "
                        + token + "\r\nContent-Type: application/json\r\nContent-Length: " + MESSAGE.length()
                        + "\r\n\r\n"
                        + MESSAGE)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Measured measure(URI root, String path, FlowRuntime runtime) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            long cpu = CPU.getProcessCpuTime();
            long start = System.nanoTime();
            for (int i = 0; i < clients; i++) {
                byte[] request = request(path, token(runtime));
                counts.add(threads.submit(() -> ask(root, request, start + nanos)));
            }
            long answered = 0;
            for (Future<Long> count : counts) {
                answered += count.get();
            }
            long elapsed = System.nanoTime() - start;
            return new Measured(answered * 1e9 / elapsed, (CPU.getProcessCpuTime() - cpu) / 1e3 / answered);
        } finally {
            threads.shutdown();
        }
    }

    private static long ask(URI root, byte[] request, long end) throws IOException {
        try (RawConnection connection = new RawConnection(root)) {
            long answered = 0;
            while (System.nanoTime() < end) {
                connection.send(request);
                int status = connection.skipAnswer();
                if (status != 200) {
                    throw new IOException("answered " + status);
                }
                answered++;
            }
            return answered;
        }
    }

    /** The least that a servlet can answer. */
    private static final class EmptyServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private static final byte[] EMPTY = {'{', '}'};

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.setContentLength(EMPTY.length);
            response.getOutputStream().write(EMPTY);
        }
    }
}
