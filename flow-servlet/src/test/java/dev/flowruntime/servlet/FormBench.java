package dev.flowruntime.servlet;

import dev.flowruntime.FlowRuntime;
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
import java.util.function.ToDoubleFunction;

/**
 * Measures what it costs to read a standalone form beside a servlet that answers {@code {}}: both on one Jetty, asked in turn by
 * clients on connections that stay open, each of which sends its next request when it has the answer to the last.
 *
 * <p>The limit on reads is in place, so high that nobody meets it. Arguments: clients, seconds of a round, rounds.
 */
public final class FormBench {
    private static final String PUBLIC_KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final String ORIGIN = "https://acme.com";
    private static final String CONTACT = "/api/public/v1/forms/contact";
    private static final String FORM = """
            form: contact
            title: Write to us
            confirmation: Thank you, we answer within a day.
            fields:
              - { name: name, type: text, label: Your name, required: true, validation: { max_length: 100 } }
              - { name: email, type: email, label: E-mail, required: true }
              - { name: topic, type: select, label: What is it about, options: [{ value: order, label: An order },
                  { value: returns, label: A return }, { value: other, label: Something else }] }
              - { name: order, type: text, label: Order number, validation: { pattern: '[A-Z]{2}[0-9]{6}' } }
              - { name: note, type: textarea, label: Your question, required: true, validation: { max_length: 2000 } }
              - { name: terms, type: checkbox, label: I have read the terms, validation: { must_accept: true } }
            """;

    private final Clients clients;
    private final PrintStream out;

    private FormBench(Clients clients, PrintStream out) {
        this.clients = clients;
        this.out = out;
    }

    /** What is asked in a round, in this order. */
    private enum Read {
        EMPTY("the empty servlet", "/empty", 200),
        SCHEMA("the schema", CONTACT + "/schema", 200),
        UNCHANGED("the schema, not modified", CONTACT + "/schema", 304),
        MOUNT("the form, to show it", CONTACT, 200);

        final String title;
        final String path;
        final int status;

        Read(String title, String path, int status) {
            this.title = title;
            this.path = path;
            this.status = status;
        }

        byte[] request() {
            String condition = status == 304 ? "If-None-Match: *\r\n" : "";
            return ("GET " + path + "?publicKey=" + PUBLIC_KEY + " HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: " + ORIGIN
                            + "\r\n" + condition + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    public static void main(String[] arguments) throws Exception {
        int clients = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        new FormBench(new Clients(clients, seconds), System.out).run(rounds);
    }

    private void run(int rounds) throws Exception {
        try (FlowRuntime runtime = runtime()) {
            FlowServlet servlet = FlowServlet.builder(runtime)
                    .rateLimit(RateLimit.PUBLIC_READS, Integer.MAX_VALUE)
                    .build();
            Container jetty = Container.jetty(Map.of("/empty", new EmptyServlet(), "/*", servlet));
            try {
                round(jetty.root(), "warm-up");
                Measured[][] measured = new Measured[rounds][];
                for (int i = 0; i < rounds; i++) {
                    measured[i] = round(jetty.root(), "round " + (i + 1));
                }
                tell(measured);
            } finally {
                jetty.stop();
            }
        }
    }

    private Measured[] round(URI root, String name) throws Exception {
        Measured[] measured = new Measured[Read.values().length];
        for (Read read : Read.values()) {
            measured[read.ordinal()] = clients.ask(root, read::request, read.status);
        }
        out.println(name + ": " + Arrays.toString(measured));
        return measured;
    }

    private void tell(Measured[][] rounds) {
        for (Read read : Read.values()) {
            out.printf(
                    Locale.ROOT,
                    "%s: %.2f of the requests/s of the empty servlet, %.2f by CPU time (medians of %d)%n",
                    read.title,
                    median(rounds, round -> round[read.ordinal()].perSecond() / round[0].perSecond()),
                    median(rounds, round -> round[0].cpuMicros() / round[read.ordinal()].cpuMicros()),
                    rounds.length);
        }
    }

    private static double median(Measured[][] rounds, ToDoubleFunction<Measured[]> figure) {
        double[] sorted = Arrays.stream(rounds).mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static FlowRuntime runtime() {
        FlowRuntime runtime = FlowRuntime.builder(new InMemoryFlowStore()).build();
        TenantId tenant = runtime.tenants().create("acme", "Acme Inc.").id();
        runtime.forms().publish(tenant, Document.parse("contact.yaml", FORM));
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
                                Grant.ofEverything(),
                                null,
                                null,
                                null));
        return runtime;
    }
}
