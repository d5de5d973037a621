package dev.flowruntime.examples;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a server what a page in a browser would ask. */
final class Browser {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final @Nullable String origin;
    private @Nullable String bearer;
    private @Nullable String forwardedFor;

    /** @param origin of the page; null for a client that is no browser */
    Browser(int port, @Nullable String origin) {
        this.address = "http://127.0.0.1:" + port;
        this.origin = origin;
    }

    void authorize(String token) {
        bearer = token;
    }

    /** Pretends to be a proxy before this client. */
    void forwardedFor(String client) {
        forwardedFor = client;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JsonTree.write(body).text())));
    }

    /** Opens a session and is authorized by its token from now on. */
    Map<String, Object> openSession(String publicKey) {
        Map<String, Object> session = json(post("/api/public/v1/chat/sessions", Map.of("publicKey", publicKey)));
        authorize((String) session.get("sessionToken"));
        return session;
    }

    Map<String, Object> message(Map<String, ?> body) {
        return reply(post("/api/public/v1/chat/messages", body));
    }

    Map<String, Object> execution(Object id) {
        return reply(get("/api/public/v1/chat/executions/" + id));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> reply(HttpResponse<String> response) {
        return (Map<String, Object>) json(response).get("reply");
    }

    static Map<String, Object> json(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return JsonTree.readObject(new Json(response.body()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (forwardedFor != null) {
            request.header("X-Forwarded-For", forwardedFor);
        }
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
