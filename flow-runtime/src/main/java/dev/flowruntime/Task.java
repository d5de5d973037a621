package dev.flowruntime;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Work for a worker.
 *
 * @param id the same for every attempt: an idempotency key for what the worker does
 * @param payload what the flow gave; a payload that is no object stands under {@code value}
 * @param attempt from 1
 */
public record Task(
        TenantId tenant,
        TaskId id,
        String queue,
        ExecutionId execution,
        ConversationId conversation,
        Map<String, @Nullable Object> payload,
        int attempt) {}
