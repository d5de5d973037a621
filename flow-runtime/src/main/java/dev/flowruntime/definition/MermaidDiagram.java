package dev.flowruntime.definition;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.Problems;
import dev.flowruntime.node.NodeCatalog;
import dev.flowruntime.node.NodeSource.Target;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Draws a flow as a Mermaid flowchart. A flow that is wrong is drawn too, as far as it goes. */
public final class MermaidDiagram {
    /** Members that say, better than the type, what a node is about; the first of them that a node has is shown. */
    private static final List<String> TELLING =
            List.of("text", "title", "when", "queue", "task", "event", "flow", "duration", "until", "url", "reason");

    private static final int MAX_TEXT = 60;

    private final List<NodeDraft> nodes;
    private final FlowGraph graph;
    private final StringBuilder out = new StringBuilder("flowchart TD\n");

    private MermaidDiagram(List<NodeDraft> nodes, FlowGraph graph) {
        this.nodes = nodes;
        this.graph = graph;
    }

    /** The text of the flowchart, with a line feed at its end; the same text for the same flow. */
    public static String of(Flow flow) {
        Document document = Document.of(flow.code(), flow.toTree());
        FlowCompiler.Draft draft = new FlowCompiler(NodeCatalog.builtIn()).draft(document, new Problems(document));
        return new MermaidDiagram(draft.nodes(), draft.graph()).draw(flow);
    }

    private String draw(Flow flow) {
        line("start([" + quote(trigger(flow.trigger())) + "])");
        for (int i = 0; i < nodes.size(); i++) {
            line(box(i, nodes.get(i)));
        }
        line("finish([\"end\"])");
        line("start --> " + (nodes.isEmpty() ? "finish" : "n0"));
        for (int i = 0; i < nodes.size(); i++) {
            edges(i, nodes.get(i));
        }
        return out.toString();
    }

    private static String trigger(Trigger trigger) {
        return trigger instanceof ChatTrigger chat
                ? "intent " + chat.intentName()
                : "event " + ((EventTrigger) trigger).eventName();
    }

    private static String box(int index, NodeDraft draft) {
        Node node = draft.node();
        String about = TELLING.stream()
                .filter(member -> node.text(member) != null)
                .findFirst()
                .map(member -> "<br>" + escape(shorten(node.text(member))))
                .orElse("");
        String label = "\"" + escape(node.id() + " · " + node.type()) + about + "\"";
        return "n" + index
                + switch (node.type()) {
                    case "condition", "route" -> "{" + label + "}";
                    case "form", "choices", "await.task_result", "wait", "handoff" -> "[/" + label + "/]";
                    case "end", "fail" -> "([" + label + "])";
                    default -> "[" + label + "]";
                };
    }

    private void edges(int index, NodeDraft draft) {
        edge(index, "-->", "", graph.next(index));
        for (Target target : draft.source().targets()) {
            Integer to = graph.find(target.node());
            if (to != null) {
                edge(index, "-->", label(draft, target.member()), to);
            }
        }
        edge(index, "-.->", "on_error", graph.onError(index));
        edge(index, "-.->", "on_timeout", graph.onTimeout(index));
    }

    private void edge(int from, String arrow, String label, int to) {
        if (to != CompiledFlow.NONE) {
            String name = label.isEmpty() ? "" : "|" + quote(label) + "|";
            line("n" + from + " " + arrow + name + " " + (to == CompiledFlow.END ? "finish" : "n" + to));
        }
    }

    /** {@code then}, {@code else} and so on as they are; {@code cases[2].next} with its condition. */
    private static String label(NodeDraft draft, String member) {
        String name = member.substring(draft.path().length() + 1);
        if (!name.startsWith("cases[")) {
            return name;
        }
        int index = Integer.parseInt(name.substring("cases[".length(), name.indexOf(']')));
        String when = draft.node().members().get("cases") instanceof List<?> cases
                        && cases.get(index) instanceof Map<?, ?> item
                        && item.get("when") instanceof String text
                ? ": " + shorten(text)
                : "";
        return "case " + index + when;
    }

    private void line(String line) {
        out.append("    ").append(line).append('\n');
    }

    private static String shorten(@Nullable String text) {
        String line = text == null ? "" : text.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= MAX_TEXT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_TEXT - 1)) + "…";
    }

    private static String quote(String label) {
        return "\"" + escape(label) + "\"";
    }

    /** Everything that could mean something to Mermaid, to markdown or to HTML becomes an entity of Mermaid's. */
    private static String escape(String text) {
        int[] points = text.codePoints().toArray();
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < points.length; i++) {
            boolean insideName = points[i] == '.' && i + 1 < points.length && Character.isLetterOrDigit(points[i + 1]);
            if (insideName || Character.isLetterOrDigit(points[i]) || " ,:_·…".indexOf(points[i]) >= 0) {
                escaped.appendCodePoint(points[i]);
            } else {
                escaped.append('#').append(points[i]).append(';');
            }
        }
        return escaped.toString();
    }
}
