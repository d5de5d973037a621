package dev.flowruntime;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that waits for people.
 *
 * @param queue whom the flow's author wants it to go to; null for anybody
 * @param text what the visitor was told; null for nothing
 * @param expiresAt when the flow goes on without them; null for never
 */
public record OpenHandoff(
        ExecutionId execution,
        ConversationId conversation,
        @Nullable String queue,
        @Nullable String text,
        Instant requestedAt,
        @Nullable Instant expiresAt) {}
