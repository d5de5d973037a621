package dev.flowruntime;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TaskId;
import java.time.Instant;

/**
 * A task in the hands of a worker outside this process.
 *
 * @param id the same for every attempt: an idempotency key for what the worker does
 * @param payload what the flow gave
 * @param attempt from 1
 * @param leaseToken proves that the worker holds it
 */
public record LeasedTask(
        TaskId id,
        String queue,
        ExecutionId execution,
        ConversationId conversation,
        Json payload,
        int attempt,
        String leaseToken,
        Instant leaseExpiresAt) {}
