package dev.flowruntime.node;

import dev.flowruntime.expression.ValueTemplate;
import dev.flowruntime.node.NodeResult.EnqueueTask;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code enqueue.task}: hands work to the workers of a queue and goes on. */
final class EnqueueTaskNode {
    private static final Pattern QUEUE = Pattern.compile("[a-z][a-z0-9_.-]{0,127}");
    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final int MAX_ATTEMPTS = 5;

    static final NodeType TYPE = new NodeType(
            "enqueue.task",
            Kind.PURE,
            Edges.NEXT,
            List.of(
                    Member.of("queue", Member.Kind.TEXT).needed(),
                    Member.of("payload", Member.Kind.VALUE),
                    Member.of("timeout", Member.Kind.DURATION),
                    Member.of("max_attempts", Member.Kind.COUNT)),
            EnqueueTaskNode::compile);

    private EnqueueTaskNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.yields(List.of("task_id"));
        String queue = source.members().requiredText("queue");
        if (!queue.isEmpty() && !QUEUE.matcher(queue).matches()) {
            source.members().error("queue", "is not a name of lower-case letters, digits, dots, - and _");
        }
        ValueTemplate payload = source.value("payload");
        Duration timeout = source.members().duration("timeout");
        int maxAttempts = source.members().integer("max_attempts", MAX_ATTEMPTS, 1, 100);
        return new CompiledNode(call -> new EnqueueTask(
                queue,
                payload == null ? Map.of() : payload.evaluate(call.scope()),
                timeout == null ? TIMEOUT : timeout,
                maxAttempts));
    }
}
