package dev.flowruntime.definition;

import dev.flowruntime.expression.Expression;
import dev.flowruntime.node.CompiledNode;
import dev.flowruntime.node.NodeType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A flow that is ready to run: its nodes compiled and its edges resolved to indexes. Immutable and thread-safe. */
public final class CompiledFlow {
    /** The index of the target {@code end}: the flow is complete. */
    public static final int END = -1;

    /** There is no such edge. */
    public static final int NONE = -2;

    /**
     * One node.
     *
     * @param next where the execution goes by itself; {@link #END} after the last node, {@link #NONE} for a type that
     *     does not go on by itself
     * @param onError {@link #NONE} when the author gave none
     * @param onTimeout {@link #NONE} when the author gave none
     */
    public record Step(int index, String id, NodeType type, CompiledNode node, int next, int onError, int onTimeout) {}

    private final Flow flow;
    private final List<Step> steps;
    private final @Nullable Expression triggerFilter;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Map<String, Set<String>> resultEvents;

    CompiledFlow(Flow flow, List<Step> steps, @Nullable Expression triggerFilter) {
        this.flow = flow;
        this.steps = List.copyOf(steps);
        this.triggerFilter = triggerFilter;
        steps.forEach(step -> indexes.put(step.id(), step.index()));
        indexes.put(Flow.END, END);
        resultEvents = ResultEvents.of(flow);
    }

    public Flow flow() {
        return flow;
    }

    public int size() {
        return steps.size();
    }

    /** @param index from 0 for the node that runs first */
    public Step step(int index) {
        return steps.get(index);
    }

    /**
     * The index of the node with an id, or {@link #END}.
     *
     * @throws IllegalArgumentException when the flow has no such node
     */
    public int indexOf(String target) {
        Integer index = indexes.get(target);
        if (index == null) {
            throw new IllegalArgumentException("the flow " + flow.code() + " has no node " + target);
        }
        return index;
    }

    /** What an event must satisfy to start the flow; null when every event of the name does, or none. */
    public @Nullable Expression triggerFilter() {
        return triggerFilter;
    }

    /**
     * The names of the events that bring the result of a node's task.
     *
     * @param enqueueNodeId the id of an {@code enqueue.task} node
     * @throws IllegalArgumentException when the flow has no such node
     */
    public Set<String> resultEvents(String enqueueNodeId) {
        Set<String> events = resultEvents.get(enqueueNodeId);
        if (events == null) {
            throw new IllegalArgumentException("the flow " + flow.code() + " enqueues no task at " + enqueueNodeId);
        }
        return events;
    }
}
