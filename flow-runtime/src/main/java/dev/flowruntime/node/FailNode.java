package dev.flowruntime.node;

import dev.flowruntime.expression.Template;
import dev.flowruntime.node.NodeResult.Fail;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.util.List;

/** {@code fail}: ends the execution as failed, on purpose. */
final class FailNode {
    static final NodeType TYPE = new NodeType(
            "fail",
            Kind.PURE,
            Edges.NONE,
            List.of(Member.of("text", Member.Kind.TEMPLATE).needed(), Member.of("reason", Member.Kind.TEXT)),
            FailNode::compile);

    private FailNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.yields(List.of());
        Template text = source.requiredTemplate("text");
        String reason = source.members().text("reason", "fail");
        return new CompiledNode(call -> new Fail(text.render(call.scope()), reason));
    }
}
