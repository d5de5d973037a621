package dev.flowruntime.node;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.expression.Template;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code message}: says something. */
final class MessageNode {
    static final NodeType TYPE = new NodeType(
            "message",
            Kind.PURE,
            Edges.NEXT,
            List.of(Member.of("text", Member.Kind.TEMPLATE).needed(), Member.word("format", "plain", "markdown")),
            MessageNode::compile);

    private MessageNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.yields(List.of());
        Template text = source.requiredTemplate("text");
        String format = source.members().word("format", List.of("plain", "markdown"));
        boolean markdown = format.equals("markdown");
        return new CompiledNode(call -> {
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("role", "agent");
            payload.put("text", markdown ? text.renderMarkdown(call.scope()) : text.render(call.scope()));
            payload.put("format", format);
            return NodeResult.show("message", JsonTree.write(payload));
        });
    }
}
