package dev.flowruntime.node;

import dev.flowruntime.expression.Expression;
import dev.flowruntime.node.NodeResult.AwaitEvent;
import dev.flowruntime.node.NodeResult.AwaitTask;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.time.Duration;
import java.util.List;

/** {@code await.task_result}: waits for the result of a task, or for any event. */
final class AwaitTaskResultNode {
    static final NodeType TYPE = new NodeType(
            "await.task_result",
            Kind.PURE,
            Edges.NEXT_OR_TIMEOUT,
            List.of(
                    Member.of("task", Member.Kind.NODE),
                    Member.of("event", Member.Kind.TEXT),
                    Member.of("filter", Member.Kind.CONDITION),
                    Member.of("timeout", Member.Kind.DURATION)),
            AwaitTaskResultNode::compile);

    private AwaitTaskResultNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.pauses();
        String task = source.members().text("task");
        String event = source.members().text("event");
        Expression filter = source.filter("filter");
        Duration timeout = source.members().duration("timeout");
        if (task != null) {
            if (filter != null) {
                source.members().error("filter", "does not go with task: a task's result is matched by its id");
            }
            return new CompiledNode(call -> new AwaitTask(task, event, timeout));
        }
        if (event == null) {
            source.members().error("task", "is required, or else event and filter");
            return new CompiledNode(call -> NodeResult.done());
        }
        if (filter == null) {
            source.members().error("filter", "is required where no task is named");
        }
        return new CompiledNode(call -> new AwaitEvent(event, timeout), null, filter);
    }
}
