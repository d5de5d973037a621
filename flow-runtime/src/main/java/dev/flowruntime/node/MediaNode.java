package dev.flowruntime.node;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.expression.Template;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code media}: shows a picture, a video or a file. */
final class MediaNode {
    private static final String[] KINDS = {"video", "file"};

    static final NodeType TYPE = new NodeType(
            "media",
            Kind.PURE,
            Edges.NEXT,
            List.of(
                    Member.word("kind", "image", KINDS).needed(),
                    Member.of("url", Member.Kind.TEMPLATE).needed(),
                    Member.of("alt", Member.Kind.TEMPLATE),
                    Member.of("name", Member.Kind.TEMPLATE)),
            MediaNode::compile);

    private MediaNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.yields(List.of());
        source.members().requiredText("kind");
        String kind = source.members().word("kind", List.of("image", KINDS[0], KINDS[1]));
        Template url = source.requiredTemplate("url");
        Template alt = source.template("alt");
        Template name = source.template("name");
        return new CompiledNode(call -> {
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("kind", kind);
            payload.put("url", url.render(call.scope()));
            if (alt != null) {
                payload.put("alt", alt.render(call.scope()));
            }
            if (name != null) {
                payload.put("name", name.render(call.scope()));
            }
            return NodeResult.show("media", JsonTree.write(payload));
        });
    }
}
