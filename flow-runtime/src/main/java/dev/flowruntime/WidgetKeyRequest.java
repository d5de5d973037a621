package dev.flowruntime;

import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.WidgetKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a widget key should be; the label names it in its tenant.
 *
 * @param publicKey null to keep the key's, or to make one
 * @param test whether a public key that is made is one for tests
 * @param webhookUrl null for none
 * @param webhookSecret null to keep the key's, or to make one
 */
public record WidgetKeyRequest(
        String label,
        @Nullable String publicKey,
        boolean test,
        WidgetKey.Status status,
        List<String> allowedOrigins,
        Grant intents,
        Grant forms,
        @Nullable String webhookUrl,
        @Nullable Secret webhookSecret,
        @Nullable Secret identitySecret) {
    public WidgetKeyRequest {
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}
