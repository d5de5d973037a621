package dev.flowruntime.examples.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes requests for everything that the API's description has, with the right credentials, the wrong ones, and none. */
final class Attacks {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW");
    private static final List<String> ORIGINS = List.of(
            "https://acme.com",
            "https://shop.acme.com",
            "https://acme.com.evil.example",
            "https://ACME.com",
            "https://acme.com:443",
            "null",
            "*",
            "https://acme.com/",
            "https://[::1]",
            "https://" + "a.".repeat(200) + "acme.com");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-8",
            "application/json; charset=utf-16",
            "text/plain",
            "*/*",
            ";");
    private static final List<String> SEGMENTS = List.of(
            Words.NOBODY,
            "1-1-1-1-1",
            "x",
            "..",
            "%2e%2e%2f",
            "..;",
            "%00",
            "%C0%AE",
            "%F0%9F%98%80",
            "'",
            "widget",
            "WIDGET",
            "a".repeat(5000));

    private final JsonNode description;
    private final Words words;
    private final Bodies bodies;
    private final List<Operation> operations = new ArrayList<>();

    private record Operation(String path, String method, JsonNode described) {}

    Attacks(JsonNode description, Words words) {
        this.description = description;
        this.words = words;
        this.bodies = new Bodies(description, words);
        for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (operation.getValue().has("responses")) {
                    operations.add(new Operation(path.getKey(), operation.getKey(), operation.getValue()));
                }
            }
        }
    }

    /** How many different operations there are to attack. */
    int operations() {
        return operations.size();
    }

    Attack next() {
        Operation operation = words.pick(operations);
        String method = words.chance(0.93) ? operation.method().toUpperCase(Locale.ROOT) : words.pick(METHODS);
        List<String> headers = new ArrayList<>();
        String target = path(operation) + query(operation, headers);
        byte[] body = body(operation, method, headers);
        credentials(operation, headers);
        others(headers);
        return new Attack(method, target, headers, body);
    }

    private String path(Operation operation) {
        String path = operation.path();
        while (path.contains("{")) {
            int open = path.indexOf('{');
            int close = path.indexOf('}');
            String name = path.substring(open + 1, close);
            String segment = words.knows(name) && words.chance(0.7) ? bare(words.known(name)) : words.pick(SEGMENTS);
            path = path.substring(0, open) + segment + path.substring(close + 1);
        }
        return words.chance(0.03) ? path + words.pick(List.of("/", "//", ";a=b", "%2f", "/x", "%")) : path;
    }

    private String query(Operation operation, List<String> headers) {
        StringBuilder query = new StringBuilder();
        for (JsonNode unresolved : operation.described().path("parameters")) {
            JsonNode parameter = unresolved.has("$ref")
                    ? description.at(unresolved.get("$ref").asText().substring(1))
                    : unresolved;
            String name = parameter.path("name").asText();
            if (parameter.path("in").asText().equals("query") && words.chance(0.7)) {
                String value = words.knows(name) && words.chance(0.8) ? bare(words.known(name)) : words.anyText();
                query.append('&').append(name).append('=').append(encoded(value));
            }
        }
        if (operation.described().path("security").toString().contains("publicKey")) {
            if (words.chance(0.7)) {
                query.append("&publicKey=").append(encoded(bare(words.known("publicKey"))));
            } else {
                header(headers, "X-Comerix-Public-Key", bare(words.known("publicKey")));
            }
        }
        if (words.chance(0.05)) {
            query.append('&').append(encoded(words.anyText())).append(words.pick(List.of("", "=", "=%zz", "=%C0%80")));
        }
        String text = query.isEmpty() ? "" : "?" + query.substring(1);
        return text;
    }

    private byte[] body(Operation operation, String method, List<String> headers) {
        JsonNode content = operation.described().at("/requestBody/content");
        if (content.isMissingNode()) {
            return words.chance(0.05) && !method.equals("GET") ? bytes(words.anyText()) : new byte[0];
        }
        if (content.has("multipart/form-data")) {
            String boundary = words.pick(List.of("b", "----WebKitFormBoundary7MA4", "a".repeat(71)));
            headers.add("Content-Type");
            headers.add(words.chance(0.9) ? "multipart/form-data; boundary=" + boundary : words.pick(TYPES));
            return bodies.multipart(boundary);
        }
        if (words.chance(0.9)) {
            headers.add("Content-Type");
            headers.add(words.chance(0.9) ? "application/json" : words.pick(TYPES));
        }
        return bodies.json(content.at("/application~1json/schema"));
    }

    private void credentials(Operation operation, List<String> headers) {
        String security = operation.described().path("security").toString();
        String right = security.contains("engineToken") ? "engineToken" : "sessionToken";
        if (!security.contains("Token") && words.chance(0.9)) {
            return;
        }
        if (words.chance(0.85)) {
            header(headers, "Authorization", "Bearer " + bare(words.known(right)));
        } else if (words.chance(0.8)) {
            String token = bare(words.known(words.pick(List.of("sessionToken", "engineToken"))));
            int at = words.below(token.length());
            header(
                    headers,
                    "Authorization",
                    words.pick(List.of(
                            "Bearer " + token.substring(0, at),
                            "Bearer " + token.substring(0, at) + "A" + token.substring(at + 1),
                            "Bearer " + token + "=",
                            "bearer " + token,
                            "Basic YTpi",
                            "Bearer",
                            "Bearer  ",
                            "Bearer " + "a".repeat(3000))));
        }
    }

    private void others(List<String> headers) {
        if (words.chance(0.9)) {
            header(headers, "Origin", words.chance(0.8) ? "https://acme.com" : words.pick(ORIGINS));
        }
        optional(headers, "Idempotency-Key", 0.15, List.of("k1", "k2", "a b", "x".repeat(300), "'", "\u00e9"));
        optional(headers, "X-Request-Id", 0.1, List.of("ok-1", "a b", "<x>", "x".repeat(65), "${x}"));
        optional(headers, "If-None-Match", 0.1, List.of("*", "\"x\"", "W/\"x\", \"y", "\"" + "a,".repeat(500)));
        optional(headers, "X-Forwarded-For", 0.1, List.of("1.2.3.4", "::1, 5", "' or 1", "999.1.1.1,".repeat(200)));
        optional(headers, "Last-Event-ID", 0.1, List.of("0", "1", "-1", "99999999999999999999", "x", "1.5"));
        optional(headers, "Content-Encoding", 0.02, List.of("gzip", "identity", "br, gzip"));
        optional(headers, "Range", 0.03, List.of("bytes=0-", "bytes=99999999999-1"));
        optional(headers, "Accept", 0.05, List.of("text/html", "*/*;q=x", "text/event-stream"));
        optional(headers, "Cookie", 0.05, List.of("a=b", "JSESSIONID=' or 1=1"));
    }

    private void optional(List<String> headers, String name, double probability, List<String> values) {
        if (words.chance(probability)) {
            header(headers, name, words.pick(values));
        }
    }

    private static void header(List<String> headers, String name, String value) {
        headers.add(name);
        headers.add(value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The text of a value that is a JSON text, or the value. */
    private static String bare(String json) {
        return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
    }
}
