package dev.flowruntime.node;

import dev.flowruntime.expression.Template;
import dev.flowruntime.form.Choices;
import dev.flowruntime.node.NodeResult.Ask;
import dev.flowruntime.node.NodeResult.NewBlock;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.time.Duration;
import java.util.List;

/** {@code choices}: offers a few answers and waits until one is chosen. */
final class ChoicesNode {
    static final NodeType TYPE = new NodeType(
            "choices",
            Kind.PURE,
            Edges.NEXT_OR_TIMEOUT,
            List.of(
                    Member.of("text", Member.Kind.TEMPLATE),
                    Member.of("options", Member.Kind.OPTIONS).needed(),
                    Member.of("multiple", Member.Kind.FLAG),
                    Member.of("timeout", Member.Kind.DURATION)),
            ChoicesNode::compile);

    private ChoicesNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.pauses();
        Choices choices = Choices.read(source.members());
        Template text = source.template("text");
        Duration timeout = source.members().duration("timeout");
        return new CompiledNode(
                call -> new Ask(
                        new NewBlock("choices", choices.blockPayload(text == null ? null : text.render(call.scope()))),
                        timeout,
                        null),
                choices,
                null);
    }
}
