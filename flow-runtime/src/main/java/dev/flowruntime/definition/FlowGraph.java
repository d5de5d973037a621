package dev.flowruntime.definition;

import dev.flowruntime.document.Problems;
import dev.flowruntime.document.Spelling;
import dev.flowruntime.node.NodeSource.Target;
import dev.flowruntime.node.NodeType.Edges;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an execution may go from each node. Making one complains of edges to nowhere; such an edge is then taken to lead
 * to the node that its author probably meant, so that one slip does not make half the flow unreachable.
 */
final class FlowGraph {
    private final List<NodeDraft> nodes;
    private final Problems problems;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final int[] next;
    private final int[] onError;
    private final int[] onTimeout;
    private final BitSet[] successors;
    private final @Nullable BitSet[] after;
    private final BitSet reachable;

    FlowGraph(List<NodeDraft> nodes, Problems problems) {
        this.nodes = nodes;
        this.problems = problems;
        next = new int[nodes.size()];
        onError = new int[nodes.size()];
        onTimeout = new int[nodes.size()];
        successors = new BitSet[nodes.size()];
        after = new BitSet[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            indexes.putIfAbsent(nodes.get(i).id(), i);
        }
        indexes.remove(""); // a node whose id is missing
        indexes.put(Flow.END, CompiledFlow.END);
        for (int i = 0; i < nodes.size(); i++) {
            link(i, nodes.get(i));
        }
        reachable = closure(bit(0));
    }

    /** The index of a node's id, {@link CompiledFlow#END}, or null when there is no such node. */
    @Nullable
    Integer find(String target) {
        return indexes.get(target);
    }

    int next(int node) {
        return next[node];
    }

    int onError(int node) {
        return onError[node];
    }

    int onTimeout(int node) {
        return onTimeout[node];
    }

    /** Where the execution may go from a node; the number of nodes stands for the end of the flow. */
    BitSet successors(int node) {
        return successors[node];
    }

    /** Whether an execution may come to a node at all. */
    boolean isReachable(int node) {
        return reachable.get(node);
    }

    /** The nodes to which an execution may come after it has been at a given one. */
    BitSet after(int node) {
        BitSet known = after[node];
        if (known == null) {
            known = closure(successors[node]);
            after[node] = known;
        }
        return known;
    }

    private void link(int index, NodeDraft draft) {
        BitSet edges = new BitSet();
        successors[index] = edges;
        next[index] = common(edges, draft, "next");
        onError[index] = common(edges, draft, "on_error");
        onTimeout[index] = common(edges, draft, "on_timeout");
        boolean goesOn = draft.edges() == Edges.NEXT || draft.edges() == Edges.NEXT_OR_TIMEOUT;
        if (goesOn && next[index] == CompiledFlow.NONE) {
            next[index] = index + 1 < nodes.size() ? index + 1 : CompiledFlow.END;
            add(edges, next[index]);
        }
        for (Target target : draft.source().targets()) {
            edge(edges, draft, target.member(), target.node());
        }
        if (draft.isOpen()) {
            addNamed(edges, draft.node().members());
        }
        if (draft.edges() == Edges.OWN && edges.isEmpty()) { // complained of already: its targets are missing
            edges.set(index + 1, nodes.size() + 1);
        }
    }

    private int common(BitSet edges, NodeDraft draft, String member) {
        String target = draft.node().text(member);
        return target == null ? CompiledFlow.NONE : edge(edges, draft, draft.path(member), target);
    }

    private int edge(BitSet edges, NodeDraft draft, String member, String target) {
        Integer index = indexes.get(target);
        if (index == null) {
            index = Spelling.nearest(target, indexes.keySet()).map(indexes::get).orElse(CompiledFlow.NONE);
            problems.error(member, draft.id(), nowhere(target));
            add(edges, CompiledFlow.END); // for all we know: no complaint of a cycle without a way out
        }
        add(edges, index);
        return index;
    }

    private String nowhere(String target) {
        return target.isBlank()
                ? "must name a node"
                : "there is no node " + target + Spelling.hint(target, indexes.keySet());
    }

    /** A host's node that goes elsewhere than {@code next} has that node's id among its members. */
    private void addNamed(BitSet edges, @Nullable Object value) {
        if (value instanceof String text && indexes.containsKey(text)) {
            add(edges, indexes.get(text));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(item -> addNamed(edges, item));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> addNamed(edges, item));
        }
    }

    private void add(BitSet edges, int target) {
        if (target != CompiledFlow.NONE) {
            edges.set(target == CompiledFlow.END ? nodes.size() : target);
        }
    }

    private BitSet closure(BitSet start) {
        BitSet found = new BitSet();
        BitSet front = (BitSet) start.clone();
        while (!front.isEmpty()) {
            int node = front.nextSetBit(0);
            front.clear(node);
            found.set(node);
            if (node < nodes.size()) {
                front.or(successors[node]);
                front.andNot(found);
            }
        }
        return found;
    }

    private static BitSet bit(int index) {
        BitSet set = new BitSet();
        set.set(index);
        return set;
    }
}
