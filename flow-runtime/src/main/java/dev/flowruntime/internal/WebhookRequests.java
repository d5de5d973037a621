package dev.flowruntime.internal;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.WebhookEndpoint;
import dev.flowruntime.token.WebhookSignature;
import dev.flowruntime.transport.OutboundRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The requests that deliveries are sent by. */
final class WebhookRequests {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private WebhookRequests() {}

    /** @param attempt names this attempt */
    static OutboundRequest of(Delivery delivery, WebhookEndpoint endpoint, UUID attempt, Instant now) {
        String id = delivery.entry().id().toString();
        String body = delivery.entry().body().text();
        long seconds = now.getEpochSecond();
        List<Secret> secrets = secrets(endpoint, now);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Comerix-Flow-Webhook/1.0");
        headers.put("X-Comerix-Event", delivery.entry().event());
        headers.put("X-Comerix-Event-Id", id);
        headers.put("X-Comerix-Delivery", attempt.toString());
        headers.put("X-Comerix-Signature", joined(secrets, secret -> WebhookSignature.ofBody(secret, body)));
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", String.valueOf(seconds));
        headers.put(
                "webhook-signature", joined(secrets, secret -> WebhookSignature.standard(secret, id, seconds, body)));
        if (delivery.afterGap()) {
            headers.put("X-Comerix-Gap", "true");
        }
        return new OutboundRequest("POST", endpoint.url(), headers, body, TIMEOUT);
    }

    private static List<Secret> secrets(WebhookEndpoint endpoint, Instant now) {
        List<Secret> secrets = new ArrayList<>(2);
        secrets.add(endpoint.secret());
        if (endpoint.previousSecret() != null
                && endpoint.previousUntil() != null
                && now.isBefore(endpoint.previousUntil())) {
            secrets.add(endpoint.previousSecret());
        }
        return secrets;
    }

    /** Signs with one secret. */
    private interface Signing {
        String sign(Secret secret);
    }

    private static String joined(List<Secret> secrets, Signing signing) {
        return secrets.stream().map(signing::sign).collect(Collectors.joining(" "));
    }
}
