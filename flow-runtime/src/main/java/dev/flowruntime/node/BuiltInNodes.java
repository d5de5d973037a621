package dev.flowruntime.node;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of node that every flow may use. */
final class BuiltInNodes {
    static final List<NodeType> ALL = List.of(
            MessageNode.TYPE,
            FormNode.TYPE,
            ChoicesNode.TYPE,
            CardListNode.TYPE,
            MediaNode.TYPE,
            SetNode.TYPE,
            ConditionNode.TYPE,
            RouteNode.TYPE,
            EnqueueTaskNode.TYPE,
            AwaitTaskResultNode.TYPE,
            WaitNode.TYPE,
            HttpRequestNode.TYPE,
            SubflowNode.TYPE,
            HandoffNode.TYPE,
            EndNode.TYPE,
            FailNode.TYPE);

    private static final Map<String, NodeType> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(NodeType::name, Function.identity()));

    private BuiltInNodes() {}

    static boolean isBuiltIn(String name) {
        return BY_NAME.containsKey(name);
    }
}
