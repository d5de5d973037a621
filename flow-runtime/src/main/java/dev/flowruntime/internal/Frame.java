package dev.flowruntime.internal;

import dev.flowruntime.model.FlowId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One flow that an execution is in the middle of: its own, or a subflow on top of it. Mutable within a turn. */
final class Frame {
    final FlowId flow;
    final int version;
    final Map<String, @Nullable Object> trigger;
    /** What ran so far, by node id: {@code output}, and {@code error} where it failed. */
    final Map<String, @Nullable Object> nodes;
    /** The id of the node that is running or waiting; empty before the first. */
    String at;

    Frame(FlowId flow, int version, Map<String, @Nullable Object> trigger) {
        this(flow, version, trigger, new LinkedHashMap<>(), "");
    }

    Frame(
            FlowId flow,
            int version,
            Map<String, @Nullable Object> trigger,
            Map<String, @Nullable Object> nodes,
            String at) {
        this.flow = flow;
        this.version = version;
        this.trigger = trigger;
        this.nodes = nodes;
        this.at = at;
    }

    Frame copy() {
        return new Frame(flow, version, trigger, new LinkedHashMap<>(nodes), at);
    }

    /** What a node left at {@code node.<id>.output}. */
    @Nullable
    Object output(String node) {
        return nodes.get(node) instanceof Map<?, ?> entry ? entry.get("output") : null;
    }

    void put(String node, @Nullable Object output) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>(2);
        entry.put("output", output);
        nodes.put(node, entry);
    }

    void fail(String node, String error, @Nullable Object output) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>(4);
        entry.put("output", output);
        entry.put("error", error);
        nodes.put(node, entry);
    }
}
