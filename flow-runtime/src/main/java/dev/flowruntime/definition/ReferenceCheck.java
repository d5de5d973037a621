package dev.flowruntime.definition;

import dev.flowruntime.document.Problems;
import dev.flowruntime.document.Spelling;
import dev.flowruntime.expression.Reference;
import dev.flowruntime.node.Member;
import dev.flowruntime.node.NodeSource.Read;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds expressions that read what cannot be there: the output of a node that does not exist, that cannot have run before
 * or that has no such output, and members that the engine's own values do not have.
 */
final class ReferenceCheck {
    private static final Map<String, Set<String>> ROOTS = Map.of(
            "customer", Set.of("id", "verified"),
            "conversation", Set.of("id", "locale"),
            "execution", Set.of("id"),
            "event", Set.of("name", "data"));

    private final Flow flow;
    private final List<NodeDraft> nodes;
    private final FlowGraph graph;
    private final Problems problems;

    ReferenceCheck(Flow flow, List<NodeDraft> nodes, FlowGraph graph, Problems problems) {
        this.flow = flow;
        this.nodes = nodes;
        this.graph = graph;
        this.problems = problems;
    }

    void run() {
        for (int i = 0; i < nodes.size(); i++) {
            for (Read read : nodes.get(i).source().reads()) {
                check(i, read);
            }
            tasks(i, nodes.get(i));
        }
    }

    private void check(int reader, Read read) {
        Reference reference = read.reference();
        List<String> path = reference.path();
        if (path.isEmpty()) {
            return;
        }
        if (reference.root().equals("node")) {
            String complaint = complaintOfNode(reader, path);
            if (complaint != null) {
                problems.error(read.member(), idOf(reader), complaint);
            }
        } else if (reference.root().equals("trigger")) {
            checkTrigger(reader, read.member(), path.get(0));
        } else {
            Set<String> known = ROOTS.get(reference.root());
            if (known != null && !known.contains(path.get(0))) {
                problems.error(read.member(), idOf(reader), noMember(reference.root(), path.get(0), known));
            }
        }
    }

    private @Nullable String complaintOfNode(int reader, List<String> path) {
        String id = path.get(0);
        Integer index = id.equals(Flow.END) ? null : graph.find(id);
        if (index == null) {
            return "reads node." + id + ", but there is no node " + id + Spelling.hint(id, ids());
        }
        if (cannotHaveRun(index, reader)) {
            return "reads node." + id + ", but " + id + " cannot have run before "
                    + (index == reader ? "itself" : idOf(reader));
        }
        if (path.size() > 1 && path.get(1).equals("error")) {
            return null;
        }
        if (path.size() > 1 && !path.get(1).equals("output")) {
            return "reads node." + id + "." + path.get(1) + ", but a node has only output and error: node." + id
                    + ".output";
        }
        Set<String> outputs = nodes.get(index).outputs();
        if (path.size() < 2 || outputs == null) {
            return null;
        }
        if (outputs.isEmpty()) {
            return "reads node." + id + ".output, but a "
                    + nodes.get(index).node().type() + " node has no output";
        }
        return path.size() < 3 || outputs.contains(path.get(2))
                ? null
                : noMember("node." + id + ".output", path.get(2), outputs);
    }

    /** A flow that is run by another one may be handed more than its own trigger gives, so this one only warns. */
    private void checkTrigger(int reader, String member, String name) {
        Set<String> known = flow.trigger() instanceof ChatTrigger
                ? Set.of("text", "context", "intent")
                : Set.of("event_name", "data");
        if (!known.contains(name)) {
            problems.warning(member, idOf(reader), noMember("trigger", name, known));
        }
    }

    private static String noMember(String owner, String name, Set<String> known) {
        return "reads " + owner + "." + name + ", but " + owner + " has only "
                + known.stream().sorted().collect(Collectors.joining(", "))
                + (known.size() == 1 ? "" : Spelling.hint(name, known));
    }

    private boolean cannotHaveRun(int node, int reader) {
        return graph.isReachable(reader)
                && !(graph.isReachable(node) && graph.after(node).get(reader));
    }

    private String idOf(int node) {
        return nodes.get(node).id();
    }

    private Collection<String> ids() {
        return nodes.stream().map(NodeDraft::id).toList();
    }

    /** Members that name the node which enqueued a task. */
    private void tasks(int reader, NodeDraft draft) {
        List<Member> members = draft.type() == null ? List.of() : draft.type().members();
        for (Member member : members) {
            String task = member.kind() == Member.Kind.NODE ? draft.node().text(member.name()) : null;
            String complaint = task == null ? null : complaintOfTask(reader, task);
            if (complaint != null) {
                problems.error(draft.path(member.name()), draft.id(), complaint);
            }
        }
    }

    private @Nullable String complaintOfTask(int reader, String task) {
        Integer index = task.equals(Flow.END) ? null : graph.find(task);
        if (index == null) {
            return "there is no node " + task + Spelling.hint(task, ids());
        }
        String type = nodes.get(index).node().type();
        if (!type.equals("enqueue.task")) {
            return task + " is " + NodeDraft.aNode(type) + ", not " + NodeDraft.aNode("enqueue.task");
        }
        return cannotHaveRun(index, reader) ? task + " cannot have run before " + idOf(reader) : null;
    }
}
