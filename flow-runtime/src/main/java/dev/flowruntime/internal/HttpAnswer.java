package dev.flowruntime.internal;

import dev.flowruntime.document.ForeignJson;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.transport.Exchange;
import dev.flowruntime.transport.Exchange.Answered;
import dev.flowruntime.transport.Exchange.Failed;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a node makes of an exchange: its output, or its failure. */
final class HttpAnswer {
    private HttpAnswer() {}

    static NodeResult of(Exchange exchange) {
        if (exchange instanceof Failed failed) {
            return new NodeResult.Failed(
                    failed.reason().name().toLowerCase(Locale.ROOT) + ": " + failed.message(), null);
        }
        Answered answer = (Answered) exchange;
        boolean good = answer.status() >= 200 && answer.status() < 300;
        if (answer.truncated()) {
            return new NodeResult.Failed(
                    good ? "the answer is longer than flows may be given" : "status " + answer.status(),
                    output(answer, null));
        }
        Object body;
        try {
            body = body(answer);
        } catch (IllegalArgumentException e) {
            return new NodeResult.Failed(
                    good ? "the answer says that it is JSON, and " + e.getMessage() : "status " + answer.status(),
                    output(answer, null));
        }
        Map<String, @Nullable Object> output = output(answer, body);
        return good ? NodeResult.done(output) : new NodeResult.Failed("status " + answer.status(), output);
    }

    private static Map<String, @Nullable Object> output(Answered answer, @Nullable Object body) {
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("status", (long) answer.status());
        output.put("headers", answer.headers());
        output.put("body", body);
        return output;
    }

    /** @throws IllegalArgumentException when it is not what it says that it is */
    private static @Nullable Object body(Answered answer) {
        String text = answer.body();
        if (text.isEmpty()) {
            return null;
        }
        return isJson(answer.headers().getOrDefault("content-type", ""))
                ? ForeignJson.read(text)
                : text.replace('\0', '\uFFFD'); // databases keep no NUL
    }

    private static boolean isJson(String contentType) {
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json");
    }
}
