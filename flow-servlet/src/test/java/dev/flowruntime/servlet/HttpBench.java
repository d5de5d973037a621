package dev.flowruntime.servlet;

import dev.flowruntime.Caller;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.servlet.Clients.Measured;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    private final Clients clients;

    private HttpBench(Clients clients) {
        this.clients = clients;
    }

    public static void main(String[] arguments) throws Exception {
        int clients = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7;
        new HttpBench(new Clients(clients, seconds)).run(rounds, System.out);
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
        return clients.ask(root, () -> request(path, token(runtime)), 200);
    }
}
