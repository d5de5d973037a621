package dev.flowruntime.servlet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sends requests with the headers that it was made with; every answer must be as the API is described. */
record Client(HttpClient http, URI root, List<String> headers) {
    private static final JsonMapper JSON = new JsonMapper();

    static Client to(URI root) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return new Client(http, root, List.of());
    }

    Client with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new Client(http, root, more);
    }

    Client bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    Answered get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answered post(String path, String body) {
        return send("POST", path, BodyPublishers.ofString(body));
    }

    Answered postChunked(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send("POST", path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }

    Answered send(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(20));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            HttpResponse<String> response =
                    http.send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofString());
            ApiDescription.SHIPPED.check(response);
            return new Answered(response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An answer. */
    record Answered(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String text() {
            return response.body();
        }

        /** Null when it has none. */
        String header(String name) {
            List<String> values = response.headers().allValues(name);
            if (values.size() > 1) {
                throw new IllegalStateException(name + " came more than once: " + values);
            }
            return values.isEmpty() ? null : values.get(0);
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new IllegalStateException(response.body(), e);
            }
        }
    }
}
