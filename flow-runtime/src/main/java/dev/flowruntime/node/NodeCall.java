package dev.flowruntime.node;

import dev.flowruntime.expression.Scope;
import dev.flowruntime.llm.ModelMeter;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TenantId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One visit of an execution to a node.
 *
 * @param node the node's id in its flow
 * @param stepId the same for every try of this visit and for no other visit: an idempotency key for effects
 * @param members the members that the flow gives the node, every template rendered; empty for built-in nodes, which
 *     compile theirs
 * @param scope the values that expressions read
 * @param models takes down which models the node calls
 */
public record NodeCall(
        TenantId tenant,
        ConversationId conversation,
        ExecutionId execution,
        String node,
        String stepId,
        Instant now,
        Map<String, @Nullable Object> members,
        Scope scope,
        ModelMeter models) {
    NodeCall with(Map<String, @Nullable Object> rendered) {
        return new NodeCall(tenant, conversation, execution, node, stepId, now, rendered, scope, models);
    }
}
