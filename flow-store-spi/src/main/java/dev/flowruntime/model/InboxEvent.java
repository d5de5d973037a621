package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that came from outside, kept until it has met what waits for it.
 *
 * @param data a JSON object
 * @param execution the one execution that it is meant for; null when it goes to whoever waits for its name
 * @param task the task that it is the result of
 * @param idempotencyKey unique in the tenant
 */
public record InboxEvent(
        TenantId tenant,
        EventId id,
        String name,
        Json data,
        @Nullable ExecutionId execution,
        @Nullable TaskId task,
        @Nullable String idempotencyKey,
        Instant receivedAt) {}
