package dev.flowruntime;

import dev.flowruntime.model.Block;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an execution stands after a turn.
 *
 * @param blocks those made since the visitor's last turn
 * @param expectedInput the JSON Schema of the values that resume it; null unless it waits for input
 * @param waitToken resumes it, once; null unless it waits for input
 * @param waitExpiresAt when it stops waiting; null when it does not wait or waits forever
 * @param tokenUsage what the turn's model calls used; null when no model ran
 */
public record Reply(
        ExecutionId executionId,
        ConversationId conversationId,
        ExecutionStatus status,
        List<Block> blocks,
        @Nullable Json expectedInput,
        @Nullable String waitToken,
        @Nullable Instant waitExpiresAt,
        @Nullable TokenUsage tokenUsage) {
    public Reply {
        blocks = List.copyOf(blocks);
    }
}
