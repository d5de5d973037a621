package dev.flowruntime.examples;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Has several times the clients that a server can do with ask it, and looks at what it still does and whether it recovers. Measured
 * are triggers over HTTP; the server is a process of its own, the clients are threads of this one, with a connection each that stays
 * open, and each asks again as soon as it has its answer, even a refusal.
 *
 * <p>Arguments: times the clients at which it does the most, seconds, options of {@code serve} for its store.
 */
public final class Overload {
    private static final int[] STEPS = {8, 16, 32, 64};
    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final String TENANT = """
            tenant: { id: 019e2667-0000-7000-8000-000000000001, slug: acme, name: Acme Inc. }
            flows:
              - flow: hello
                name: Hello
                trigger: { type: trigger.chat, intent_name: hello }
                nodes:
                  - { id: hello, type: message, text: "What's your order number?" }
                  - { id: ask, type: form, fields: [{ name: order_number, type: text, label: "Order #", required: true }] }
            widget_keys:
              - { label: web, public_key: %s, allowed_origins: ["https://acme.com"], allows_all_intents: true }
            """.formatted(KEY);
    private static final byte[] TRIGGER =
            "{\"text\":\"Where is my order?\",\"intentName\":\"hello\"}".getBytes(StandardCharsets.UTF_8);

    private final ServerProcess server;
    private final int port;
    private final PrintStream out;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Overload(ServerProcess server, PrintStream out) throws IOException {
        this.server = server;
        this.port = server.port();
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        Path provision = Files.createTempFile("overload", ".yaml");
        Files.writeString(provision, TENANT);
        List<String> serve =
                new ArrayList<>(List.of("serve", "--port=0", "--rate-limits=off", "--provision=" + provision));
        serve.addAll(List.of(arguments).subList(2, arguments.length));
        try (ServerProcess server = new ServerProcess(serve.toArray(String[]::new))) {
            Overload overload = new Overload(server, System.out);
            overload.run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
            server.terminate();
            server.exitCode();
        } finally {
            Files.delete(provision);
        }
        System.exit(0);
    }

    private void run(int times, int seconds) throws Exception {
        load("warm-up", new Load(16, 15));
        load("warm-up", new Load(times * STEPS[3], 15)); // what waits and what refuses is compiled as well
        TimeUnit.SECONDS.sleep(5);
        Result calm = load("calm", new Load(STEPS[0], 8));
        Result peak = calm;
        int clientsAtPeak = STEPS[0];
        for (int clients : STEPS) {
            Result step = load("closed", new Load(clients, 10));
            if (step.goodPerSecond() > peak.goodPerSecond()) {
                peak = step;
                clientsAtPeak = clients;
            }
        }
        Result spike = load("overload", new Load(times * clientsAtPeak, seconds));
        TimeUnit.SECONDS.sleep(10);
        Result after = load("after 10 s", new Load(STEPS[0], 8));
        out.printf(
                Locale.ROOT,
                "with %d times the clients of the peak %.2f of its rate was good, %d answers were neither 2xx, 429 nor 503; 10 s"
                        + " later %.2f of the calm rate%n",
                times,
                spike.goodPerSecond() / peak.goodPerSecond(),
                spike.others,
                after.goodPerSecond() / calm.goodPerSecond());
    }

    private record Load(int clients, int seconds) {}

    /** What came of it; latencies in nanoseconds, of good answers. */
    private record Result(int seconds, int good, int refused, int others, long[] latencies) {
        double goodPerSecond() {
            return (double) good / seconds;
        }

        double perSecond() {
            return (double) (good + refused + others) / seconds;
        }
    }

    private Result load(String name, Load load) throws Exception {
        List<Future<Client>> clients = new ArrayList<>();
        long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        for (int i = 0; i < load.clients; i++) {
            Client client = new Client(begin, load);
            clients.add(threads.submit(client::call));
        }
        int good = 0;
        int refused = 0;
        int others = 0;
        List<Latencies> latencies = new ArrayList<>();
        for (Future<Client> future : clients) {
            Client client = future.get();
            good += client.good;
            refused += client.refused;
            others += client.others;
            latencies.add(client.latencies);
        }
        Result result = new Result(load.seconds, good, refused, others, Latencies.sorted(latencies));
        out.printf(
                Locale.ROOT,
                "{\"load\":\"%s\",\"clients\":%d,\"requests_per_s\":%.0f,\"good_per_s\":%.0f,\"refused_per_s\":%.0f,"
                        + "\"others\":%d,\"good_p50_ms\":%.1f,\"good_p99_ms\":%.1f,\"server_rss_mb\":%d}%n",
                name,
                load.clients,
                result.perSecond(),
                result.goodPerSecond(),
                (double) refused / load.seconds,
                others,
                Latencies.quantileMillis(result.latencies, 0.5),
                Latencies.quantileMillis(result.latencies, 0.99),
                residentMebibytes());
        return result;
    }

    private long residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /** One visitor on one connection. */
    private final class Client {
        private final long begin;
        private final long end;
        private final Latencies latencies = new Latencies();
        private int good;
        private int refused;
        private int others;

        Client(long begin, Load load) {
            this.begin = begin;
            this.end = begin + TimeUnit.SECONDS.toNanos(load.seconds);
        }

        Client call() throws IOException {
            byte[] trigger = request("messages", "Authorization: Bearer " + session() + "\r\n", TRIGGER);
            Wire wire = new Wire();
            waitUntil(begin);
            for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
                int status = wire.send(trigger);
                count(status, System.nanoTime() - now);
                if (!wire.open) {
                    wire.close();
                    wire = new Wire();
                }
            }
            wire.close();
            return this;
        }

        private void waitUntil(long time) {
            for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        private void count(int status, long latency) {
            if (status == 200) {
                good++;
                latencies.add(latency);
            } else if (status == 429 || status == 503) {
                refused++;
            } else {
                others++;
            }
        }

        private String session() throws IOException {
            byte[] open = request("sessions", "", ("{\"publicKey\":\"" + KEY + "\"}").getBytes(StandardCharsets.UTF_8));
            Wire wire = new Wire();
            try {
                int status = wire.send(open);
                while (status == 503) { // all of the crowd come at once
                    status = wire.send(open);
                }
                if (status != 200) {
                    throw new IOException("no session: " + status);
                }
                Map<String, ?> reply = JsonTree.readObject(new Json(wire.body));
                return String.valueOf(Objects.requireNonNull(reply.get("sessionToken")));
            } finally {
                wire.close();
            }
        }

        private byte[] request(String what, String headers, byte[] body) {
            String head = "POST /api/public/v1/chat/" + what + " HTTP/1.1\r\nHost: x\r\nOrigin: https://acme.com\r\n"
                    + headers + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
            return (head + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A connection on which one request follows the other. */
    private final class Wire {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream stream;
        private String body = "";
        private boolean open = true;

        Wire() throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            in = new BufferedInputStream(socket.getInputStream());
            stream = socket.getOutputStream();
        }

        /** The status; 0 when the connection broke. */
        int send(byte[] request) {
            try {
                stream.write(request);
                int status = Integer.parseInt(line().split(" ", 3)[1]);
                int length = 0;
                for (String line = line(); !line.isEmpty(); line = line()) {
                    String header = line.toLowerCase(Locale.ROOT);
                    if (header.startsWith("content-length:")) {
                        length = Integer.parseInt(header.substring(15).strip());
                    } else if (header.equals("connection: close")) {
                        open = false;
                    }
                }
                body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                return status;
            } catch (IOException e) {
                open = false;
                return 0;
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder(64);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the connection ended");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        void close() throws IOException {
            socket.close();
        }
    }
}
