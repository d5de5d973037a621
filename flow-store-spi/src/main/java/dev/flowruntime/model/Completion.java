package dev.flowruntime.model;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A goal was achieved: by a telemetry event, or because a back end says so.
 *
 * @param goal its code
 * @param conversation in which it was achieved, as far as that is known
 * @param event the {@link TelemetryEvent#id} of the event that did it; null when a back end says so
 * @param externalRef what the back end calls it, such as the number of an order
 * @param valueMicros what it was worth, in millionths of the currency; null when that is not known
 * @param currency ISO 4217; null when that is not known
 * @param test whether it belongs to the traffic of a test key
 */
public record Completion(
        TenantId tenant,
        UUID id,
        String goal,
        @Nullable ConversationId conversation,
        @Nullable UUID event,
        @Nullable String externalRef,
        @Nullable Long valueMicros,
        @Nullable String currency,
        Instant occurredAt,
        Instant recordedAt,
        boolean test) {}
