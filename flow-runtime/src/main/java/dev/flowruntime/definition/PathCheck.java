package dev.flowruntime.definition;

import dev.flowruntime.document.Problems;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** Finds nodes that no execution comes to, and cycles that no execution gets out of. */
final class PathCheck {
    private static final int MAX_NAMES = 5;

    private final List<NodeDraft> nodes;
    private final FlowGraph graph;
    private final Problems problems;

    PathCheck(List<NodeDraft> nodes, FlowGraph graph, Problems problems) {
        this.nodes = nodes;
        this.graph = graph;
        this.problems = problems;
    }

    void run() {
        BitSet restless = restless();
        for (int i = 0; i < nodes.size(); i++) {
            NodeDraft draft = nodes.get(i);
            if (!graph.isReachable(i)) {
                problems.error(draft.path(), draft.id(), "no path from the first node leads to " + draft.id());
            } else if (restless.get(i) && isFirstOfClosedCycle(i)) {
                problems.error(
                        draft.path(),
                        draft.id(),
                        "no path from " + names(graph.after(i)) + " leads to an end or to a node that waits");
            }
        }
    }

    /** The nodes from which an execution can neither come to an end nor to a wait. */
    private BitSet restless() {
        BitSet restless = new BitSet();
        for (int i = 0; i < nodes.size(); i++) {
            restless.set(i, !nodes.get(i).isResting());
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = restless.nextSetBit(0); i >= 0; i = restless.nextSetBit(i + 1)) {
                BitSet ways = (BitSet) graph.successors(i).clone();
                ways.andNot(restless);
                if (!ways.isEmpty()) {
                    restless.clear(i);
                    changed = true;
                }
            }
        }
        return restless;
    }

    /** Whoever leads into such a cycle is as lost, but only the cycle is the author's mistake: it is told once. */
    private boolean isFirstOfClosedCycle(int node) {
        BitSet cycle = graph.after(node);
        return cycle.nextSetBit(0) == node
                && cycle.stream().allMatch(other -> graph.after(other).get(node));
    }

    private String names(BitSet cycle) {
        String names =
                cycle.stream().limit(MAX_NAMES).mapToObj(i -> nodes.get(i).id()).collect(Collectors.joining(", "));
        return cycle.cardinality() <= MAX_NAMES ? names : names + " and " + (cycle.cardinality() - MAX_NAMES) + " more";
    }
}
