package dev.flowruntime.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a website's widget shows to be let in.
 *
 * @param publicKey {@code pk_live_} or {@code pk_test_} and 32 lower-case hex digits; unique among all tenants
 * @param allowedOrigins such as {@code https://*.acme.com}
 * @param identitySecret when set, a customer id counts only with its signature
 */
public record WidgetKey(
        TenantId tenant,
        WidgetKeyId id,
        String publicKey,
        String label,
        Status status,
        List<String> allowedOrigins,
        Grant intents,
        Grant forms,
        @Nullable WebhookEndpoint webhook,
        @Nullable Secret identitySecret,
        Instant createdAt) {
    /** Whether the key opens anything. */
    public enum Status {
        ACTIVE,
        PAUSED,
        REVOKED
    }

    public WidgetKey {
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Test traffic stays out of analytics. */
    public boolean isTest() {
        return publicKey.startsWith("pk_test_");
    }

    public WidgetKey withStatus(Status next) {
        return new WidgetKey(
                tenant, id, publicKey, label, next, allowedOrigins, intents, forms, webhook, identitySecret, createdAt);
    }

    public WidgetKey withPublicKey(String next) {
        return new WidgetKey(
                tenant, id, next, label, status, allowedOrigins, intents, forms, webhook, identitySecret, createdAt);
    }

    public WidgetKey withWebhook(WebhookEndpoint next) {
        return new WidgetKey(
                tenant, id, publicKey, label, status, allowedOrigins, intents, forms, next, identitySecret, createdAt);
    }
}
