package dev.flowruntime.examples;

import com.sun.net.httpserver.HttpServer;
import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.transport.HttpConnection;
import dev.flowruntime.transport.HttpConnections;
import dev.flowruntime.transport.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A flow asks another system over HTTP; the connection has the host and the secret. */
public final class AskOverHttp {
    private static final String FLOW = """
            flow: stock
            name: Stock
            trigger: { type: trigger.chat, intent_name: stock }
            nodes:
              - id: lamps
                type: http.request
                method: GET
                connection: warehouse
                url: "/stock/{{ trigger.text }}"
                on_error: sorry
              - { id: tell, type: message, text: "{{ node.lamps.output.body.left }} left", next: end }
              - { id: sorry, type: message, text: "The warehouse does not answer ({{ node.lamps.error }})." }
            """;

    private AskOverHttp() {}

    public static void main(String[] args) throws IOException {
        HttpServer warehouse = warehouse();
        String url = "http://127.0.0.1:" + warehouse.getAddress().getPort();
        HttpConnection connection = HttpConnection.to(url).with("Authorization", "Bearer secret");
        try (FlowRuntime runtime = FlowRuntime.builder(new InMemoryFlowStore())
                .connections(HttpConnections.of(Map.of("warehouse", connection)))
                .reach(Reach.PUBLIC_AND_LOOPBACK) // the warehouse of this example is on this machine
                .build()) {
            TenantId acme = runtime.tenants().create("acme", "Acme Inc.").id();
            runtime.flows().publish(acme, Document.parse("stock.yaml", FLOW));
            Reply reply = runtime.engine().trigger(new EngineTrigger(acme, null, TriggerMessage.of("stock", "lamp")));
            System.out.println(
                    reply.status().wireName() + " " + reply.blocks().get(0).payload());
        } finally {
            warehouse.stop(0);
        }
    }

    /** The other system. */
    private static HttpServer warehouse() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/stock/lamp", exchange -> {
            boolean known = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"left\":7}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
