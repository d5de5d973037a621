package dev.flowruntime.definition;

import dev.flowruntime.definition.CompiledFlow.Step;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problem;
import dev.flowruntime.document.Problems;
import dev.flowruntime.document.Spelling;
import dev.flowruntime.expression.Expression;
import dev.flowruntime.expression.ExpressionException;
import dev.flowruntime.expression.Reference;
import dev.flowruntime.expression.Roots;
import dev.flowruntime.node.CompiledNode;
import dev.flowruntime.node.Member;
import dev.flowruntime.node.NodeCatalog;
import dev.flowruntime.node.NodeSource;
import dev.flowruntime.node.NodeType;
import dev.flowruntime.node.NodeType.Edges;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks flows and makes them ready to run. Every check tells all it finds; errors refuse a flow, warnings do not.
 * Immutable and thread-safe.
 */
public final class FlowCompiler {
    private static final Set<String> NOT_YET_THERE = Set.of("node", "execution");

    private final NodeCatalog catalog;

    public FlowCompiler(NodeCatalog catalog) {
        this.catalog = catalog;
    }

    /** @throws DocumentException with all errors and warnings, when there are errors */
    public CompiledFlow compile(Document document) {
        Problems problems = new Problems(document);
        Draft draft = draft(document, problems);
        problems.refuseErrors();
        return draft.compiled();
    }

    /**
     * Compiles a flow that was made in Java or read before; complaints name the flow's code in place of a file.
     *
     * @throws DocumentException with all errors and warnings, when there are errors
     */
    public CompiledFlow compile(Flow flow) {
        return compile(Document.of(flow.code(), flow.toTree()));
    }

    /** Everything that is wrong with a document, errors and warnings, in the order of the file. */
    public List<Problem> lint(Document document) {
        Problems problems = new Problems(document);
        try {
            draft(document, problems);
        } catch (DocumentException noMapping) {
            return noMapping.problems();
        }
        return problems.list();
    }

    /** A flow, its nodes compiled as far as they can be, and where they lead. */
    record Draft(
            Flow flow,
            List<NodeDraft> nodes,
            FlowGraph graph,
            @Nullable Expression filter) {
        private CompiledFlow compiled() {
            List<Step> steps = new ArrayList<>(nodes.size());
            for (int i = 0; i < nodes.size(); i++) {
                NodeDraft node = nodes.get(i);
                NodeType type = Objects.requireNonNull(node.type());
                CompiledNode compiled = Objects.requireNonNull(node.compiled());
                steps.add(new Step(i, node.id(), type, compiled, graph.next(i), graph.onError(i), graph.onTimeout(i)));
            }
            return new CompiledFlow(flow, steps, filter);
        }
    }

    Draft draft(Document document, Problems problems) {
        FlowReader.Draft read = new FlowReader(problems).read(document);
        Flow flow = read.flow();
        List<NodeDraft> nodes = new ArrayList<>(flow.nodes().size());
        for (int i = 0; i < flow.nodes().size(); i++) {
            nodes.add(node(flow, flow.nodes().get(i), read.paths().get(i), problems));
        }
        FlowGraph graph = new FlowGraph(nodes, problems);
        new PathCheck(nodes, graph, problems).run();
        new ReferenceCheck(flow, nodes, graph, problems).run();
        return new Draft(flow, nodes, graph, filter(flow, problems));
    }

    private NodeDraft node(Flow flow, Node node, String path, Problems problems) {
        Members members = new Members(node.members(), path, node.id(), problems);
        NodeSource source = new NodeSource(node.id(), node.members(), members);
        NodeType type = catalog.find(node.type()).orElse(null);
        if (type == null) {
            if (!node.type().isEmpty()) {
                problems.error(path + ".type", node.id(), unknownType(node.type()));
            }
            return new NodeDraft(path, node, null, source, null);
        }
        checkEdges(type, members);
        CompiledNode compiled = type.compiler().apply(source);
        checkTimeout(type, node, members);
        if (type.name().equals("subflow") && flow.code().equals(node.text("flow"))) {
            problems.warning(
                    path + ".flow", node.id(), "the flow runs itself: to start over, go to its first node instead");
        }
        members.refuseUnknown();
        return new NodeDraft(path, node, type, source, compiled);
    }

    private String unknownType(String type) {
        List<String> names = catalog.types().stream().map(NodeType::name).toList();
        if (FlowReader.TRIGGERS.contains(type)) {
            return type + " is a trigger: it stands in the flow's trigger member";
        }
        String hint = Spelling.hint(type, names);
        boolean maybeHost = hint.isEmpty() && type.indexOf('.') > 0;
        return "there is no node type " + type + (maybeHost ? ": a host registers its own before it publishes" : hint);
    }

    private static void checkEdges(NodeType type, Members members) {
        boolean hasNext = members.text("next") != null;
        boolean hasTimeout = members.text("on_timeout") != null;
        boolean hasError = members.text("on_error") != null;
        if (type.edges() == Edges.NONE) {
            String ends = "has no place here: " + NodeDraft.aNode(type.name()) + " ends the flow";
            complainIf(hasNext, members, "next", ends);
            complainIf(hasError, members, "on_error", ends);
        } else if (type.edges() == Edges.OWN) {
            complainIf(hasNext, members, "next", "has no place here: the node goes where its own members say");
        }
        if (type.edges() != Edges.NEXT_OR_TIMEOUT) {
            complainIf(
                    hasTimeout,
                    members,
                    "on_timeout",
                    "has no place here: " + NodeDraft.aNode(type.name()) + " has no timeout");
        }
    }

    private static void complainIf(boolean wrong, Members members, String member, String complaint) {
        if (wrong) {
            members.error(member, complaint);
        }
    }

    private static void checkTimeout(NodeType type, Node node, Members members) {
        boolean limited = node.members().containsKey("timeout")
                || type.members().stream()
                        .anyMatch(member -> member.kind() == Member.Kind.NODE && node.text(member.name()) != null);
        if (type.edges() == Edges.NEXT_OR_TIMEOUT && node.text("on_timeout") != null && !limited) {
            members.problems()
                    .warning(
                            members.path("on_timeout"),
                            node.id(),
                            "is never taken: without a timeout the node waits for as long as it takes");
        }
    }

    private static @Nullable Expression filter(Flow flow, Problems problems) {
        String text = flow.trigger() instanceof EventTrigger event ? event.filter() : null;
        if (text == null) {
            return null;
        }
        try {
            Expression filter = Expression.compile(text, Roots.EVENT_FILTER);
            for (Reference reference : filter.references()) {
                if (NOT_YET_THERE.contains(reference.root())) {
                    problems.error(
                            "trigger.filter", "reads " + reference.root() + ", but the flow has not started by then");
                }
            }
            return filter;
        } catch (ExpressionException e) {
            problems.error("trigger.filter", e.getMessage());
            return null;
        }
    }
}
