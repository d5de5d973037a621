package dev.flowruntime.definition;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.document.Problems;
import dev.flowruntime.document.YamlTree;
import dev.flowruntime.model.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A flow as its author defines it: what starts it and the nodes that it goes through, from the first one on. The same
 * model whether it was read from YAML or JSON or made by the {@linkplain #builder Java builder}.
 *
 * <p>A flow may be wrong, such as one with an edge to nowhere; {@link FlowCompiler} tells and makes it ready to run.
 * Immutable.
 *
 * @param code names the flow in its tenant; {@code ^[a-z][a-z0-9_]{0,63}$}
 * @param name what people call it, at most 255 characters
 * @param failureText what the visitor reads when a node fails and the flow has no way on
 * @param nodes 1 to 500
 */
public record Flow(
        String code, String name, @Nullable String description, String failureText, Trigger trigger, List<Node> nodes) {
    /** The target that completes the flow; no node has this id. */
    public static final String END = "end";

    /** The failure text of flows that have none of their own. */
    public static final String FAILURE_TEXT = "Something went wrong. Please try again.";

    public Flow {
        nodes = List.copyOf(nodes);
    }

    /** Starts a new flow in Java. */
    public static FlowBuilder builder(String code) {
        return new FlowBuilder(code);
    }

    /**
     * Reads a flow document. Only its outer form is checked: whether the nodes have the members that their types need and
     * lead somewhere is for {@link FlowCompiler}.
     *
     * @throws DocumentException with all complaints, when the document is not a flow
     */
    public static Flow read(Document document) {
        Problems problems = new Problems(document);
        FlowReader.Draft draft = new FlowReader(problems).read(document);
        problems.refuseErrors();
        return draft.flow();
    }

    /** The document as a tree of plain values, defaults left out. */
    public Map<String, @Nullable Object> toTree() {
        return FlowWriter.tree(this);
    }

    /** The document as JSON, the form in which versions are kept. */
    public Json toJson() {
        return JsonTree.write(toTree());
    }

    /** The document as YAML, for people. */
    public String toYaml() {
        return YamlTree.write(toTree());
    }
}
