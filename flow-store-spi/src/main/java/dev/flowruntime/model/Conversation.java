package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one visitor and the flows say to each other, over any number of executions.
 *
 * @param widgetKey the key through which it was opened; null when a back end opened it
 * @param customerId the host's name for the visitor; unique with tenant and widget key where it has both
 * @param variables a JSON object, at most 4096 bytes
 * @param revision 1 when opened, one more whenever locale or variables change
 */
public record Conversation(
        TenantId tenant,
        ConversationId id,
        @Nullable WidgetKeyId widgetKey,
        @Nullable String customerId,
        @Nullable String locale,
        Json variables,
        long revision,
        Instant createdAt) {
    /** The next revision, with other variables. */
    public Conversation withVariables(Json next) {
        return new Conversation(tenant, id, widgetKey, customerId, locale, next, revision + 1, createdAt);
    }

    /** The next revision, with another locale and other variables. */
    public Conversation with(@Nullable String nextLocale, Json nextVariables) {
        return new Conversation(tenant, id, widgetKey, customerId, nextLocale, nextVariables, revision + 1, createdAt);
    }
}
