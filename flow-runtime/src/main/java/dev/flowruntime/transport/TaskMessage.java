package dev.flowruntime.transport;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way to a worker.
 *
 * @param id the same each time it is sent: an idempotency key for what the worker does
 * @param payload what the flow gave
 * @param attempt from 1; one more after each failure that the worker told of, the same when it is sent again without one
 * @param deadline when nobody waits for it any longer
 */
public record TaskMessage(
        TenantId tenant,
        TaskId id,
        String queue,
        ExecutionId execution,
        ConversationId conversation,
        Json payload,
        int attempt,
        Instant deadline) {
    /** The body of the message, as workers read it. */
    public String toJson() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("tenant_id", tenant.toString());
        members.put("task_id", id.toString());
        members.put("queue", queue);
        members.put("execution_id", execution.toString());
        members.put("conversation_id", conversation.toString());
        members.put("payload", payload);
        members.put("attempt", attempt);
        members.put("deadline", deadline);
        return JsonTree.write(members).text();
    }
}
