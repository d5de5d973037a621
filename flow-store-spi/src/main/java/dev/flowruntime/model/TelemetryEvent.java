package dev.flowruntime.model;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a visitor did on a page, as the page tells it.
 *
 * @param name such as {@code product_viewed}
 * @param props a JSON object
 * @param key by which the page tells the event apart from others of the same widget key; null when it gave none, and then the event is
 *     never a repeat
 * @param occurredAt by the visitor's clock, and never later than {@code recordedAt}
 * @param test whether it came through a test key, whose traffic no count mixes with that of live ones
 */
public record TelemetryEvent(
        TenantId tenant,
        UUID id,
        WidgetKeyId widgetKey,
        ConversationId conversation,
        String name,
        Json props,
        @Nullable String key,
        Instant occurredAt,
        Instant recordedAt,
        boolean test) {}
