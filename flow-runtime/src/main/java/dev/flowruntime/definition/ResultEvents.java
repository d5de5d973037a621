package dev.flowruntime.definition;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells which events bring the results of the tasks that a flow enqueues. */
final class ResultEvents {
    private ResultEvents() {}

    /** The names of the events for each {@code enqueue.task} node. */
    static Map<String, Set<String>> of(Flow flow) {
        return flow.nodes().stream()
                .filter(node -> node.type().equals("enqueue.task"))
                .collect(Collectors.toUnmodifiableMap(Node::id, enqueue -> awaited(flow, enqueue)));
    }

    private static Set<String> awaited(Flow flow, Node enqueue) {
        String otherwise = enqueue.text("queue") + ".completed";
        Set<String> events = new LinkedHashSet<>();
        for (Node node : flow.nodes()) {
            if (node.type().equals("await.task_result") && enqueue.id().equals(node.text("task"))) {
                String event = node.text("event");
                events.add(event == null ? otherwise : event);
            }
        }
        return events.isEmpty() ? Set.of(otherwise) : Set.copyOf(events);
    }
}
