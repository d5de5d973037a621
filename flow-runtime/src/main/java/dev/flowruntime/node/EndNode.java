package dev.flowruntime.node;

import dev.flowruntime.expression.ValueTemplate;
import dev.flowruntime.node.NodeResult.End;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.util.List;

/** {@code end}: completes the flow. */
final class EndNode {
    static final NodeType TYPE = new NodeType(
            "end", Kind.PURE, Edges.NONE, List.of(Member.of("output", Member.Kind.VALUE)), EndNode::compile);

    private EndNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.yields(List.of());
        ValueTemplate output = source.value("output");
        return new CompiledNode(call -> new End(output == null ? null : output.evaluate(call.scope())));
    }
}
