package dev.flowruntime.node;

import dev.flowruntime.expression.ValueTemplate;
import dev.flowruntime.node.NodeResult.CallFlow;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code subflow}: runs another flow of the tenant and goes on with what its {@code end} gives. */
final class SubflowNode {
    static final NodeType TYPE = new NodeType(
            "subflow",
            Kind.PURE,
            Edges.NEXT,
            List.of(Member.of("flow", Member.Kind.TEXT).needed(), Member.of("input", Member.Kind.VALUES)),
            SubflowNode::compile);

    private SubflowNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.pauses();
        String flow = source.members().requiredText("flow");
        source.members().mapping("input");
        ValueTemplate input = source.value("input");
        return new CompiledNode(
                call -> new CallFlow(flow, input == null ? Map.of() : mapping(input.evaluate(call.scope()))));
    }

    @SuppressWarnings("unchecked") // a mapping with text keys stays one when its templates are rendered
    private static Map<String, @Nullable Object> mapping(@Nullable Object input) {
        return input == null ? Map.of() : (Map<String, @Nullable Object>) input;
    }
}
