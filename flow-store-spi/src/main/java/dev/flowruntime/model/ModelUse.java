package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What all calls of one model used in one turn.
 *
 * @param revision of the execution that the turn made
 * @param costMicros in millionths of a dollar; null when the model had no price
 * @param test whether the conversation came through a test key
 */
public record ModelUse(
        TenantId tenant,
        ExecutionId execution,
        ConversationId conversation,
        long revision,
        String model,
        long promptTokens,
        long completionTokens,
        @Nullable Long costMicros,
        Instant at,
        boolean test) {}
