package dev.flowruntime.node;

import dev.flowruntime.expression.Expression;
import dev.flowruntime.node.NodeResult.Done;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.util.List;
import java.util.Map;

/** {@code condition}: goes one way or the other. */
final class ConditionNode {
    static final NodeType TYPE = new NodeType(
            "condition",
            Kind.PURE,
            Edges.OWN,
            List.of(
                    Member.of("when", Member.Kind.CONDITION).needed(),
                    Member.of("then", Member.Kind.TARGET).needed(),
                    Member.of("else", Member.Kind.TARGET).needed()),
            ConditionNode::compile);

    private ConditionNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.yields(List.of("matched"));
        Expression when = source.condition("when");
        String then = source.requiredTarget("then");
        String otherwise = source.requiredTarget("else");
        return new CompiledNode(call -> {
            boolean matched = when.test(call.scope());
            return new Done(Map.of("matched", matched), List.of(), matched ? then : otherwise);
        });
    }
}
