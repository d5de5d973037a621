package dev.flowruntime.node;

import dev.flowruntime.expression.Expression;
import dev.flowruntime.form.ExpectedValues;
import org.jspecify.annotations.Nullable;

/**
 * A node that is ready to run.
 *
 * @param input what a node that asks takes as an answer; null for all others
 * @param filter what an event must satisfy to end the node's wait; null for none
 */
public record CompiledNode(
        NodeHandler handler,
        @Nullable ExpectedValues input,
        @Nullable Expression filter) {
    public CompiledNode(NodeHandler handler) {
        this(handler, null, null);
    }
}
