package dev.flowruntime.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes webhooks on loopback, on threads enough for all that nodes have under way. */
final class WebhookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /**
     * One that arrived.
     *
     * @param endpoint as {@link #url} has it
     */
    record Arrival(int endpoint, String id, String body) {}

    /** What is answered to one that arrived. */
    interface Answer {
        int status(Arrival arrival);
    }

    WebhookReceiver(Answer answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, answer));
        server.start();
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int endpoint = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            int status = answer.status(
                    new Arrival(endpoint, exchange.getRequestHeaders().getFirst("webhook-id"), body));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    String url(int endpoint) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + endpoint;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
