package dev.flowruntime.examples;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A back end's way to the Engine API, by any of its nodes. Thread-safe. */
final class EngineClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Secret token;
    private final int nodes;
    private final IntUnaryOperator ports;

    /** @param ports tells the port of a node, which may change */
    EngineClient(Secret token, int nodes, IntUnaryOperator ports) {
        this.token = token;
        this.nodes = nodes;
        this.ports = ports;
    }

    /** What a node said. */
    record Said(int status, Map<String, @Nullable Object> body) {}

    /** @throws IOException when the node went away, and nobody knows what it did */
    Said post(String path, Map<String, @Nullable Object> body) throws IOException, InterruptedException {
        int port = ports.applyAsInt(ThreadLocalRandom.current().nextInt(nodes));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/engine/" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token.reveal())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JsonTree.write(body).text()))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return new Said(response.statusCode(), JsonTree.readObject(new Json(response.body())));
    }
}
