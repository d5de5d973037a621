package dev.flowruntime.node;

import dev.flowruntime.expression.Expression;
import dev.flowruntime.expression.Roots;
import dev.flowruntime.expression.Template;
import dev.flowruntime.node.NodeResult.Handoff;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** {@code handoff}: hands the conversation to people and waits until they are done with it. */
final class HandoffNode {
    private static final Pattern QUEUE = Pattern.compile("[a-z][a-z0-9_.-]{0,127}");

    /** An event without ids ends the handoff of the conversation that it names. */
    private static final Expression OF_ITS_CONVERSATION =
            Expression.compile("event.data.conversation_id == conversation.id", Roots.EVENT_FILTER);

    static final NodeType TYPE = new NodeType(
            "handoff",
            Kind.PURE,
            Edges.NEXT_OR_TIMEOUT,
            List.of(
                    Member.of("text", Member.Kind.TEMPLATE),
                    Member.of("queue", Member.Kind.TEXT),
                    Member.of("timeout", Member.Kind.DURATION)),
            HandoffNode::compile);

    private HandoffNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.yields(List.of("resolved_by"));
        source.pauses();
        Template text = source.template("text");
        String queue = source.members().text("queue");
        if (queue != null && !QUEUE.matcher(queue).matches()) {
            source.members().error("queue", "is not a name of lower-case letters, digits, dots, - and _");
        }
        Duration timeout = source.members().duration("timeout");
        return new CompiledNode(
                call -> new Handoff(text == null ? null : text.render(call.scope()), queue, timeout),
                null,
                OF_ITS_CONVERSATION);
    }
}
