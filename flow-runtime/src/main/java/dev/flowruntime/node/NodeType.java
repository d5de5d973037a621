package dev.flowruntime.node;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of one type have in common: the members that they may have and how one becomes ready to run.
 *
 * @param name as documents write it
 * @param members besides {@code id}, {@code type} and {@code next}
 * @param edges which of the common edges the type has
 */
public record NodeType(
        String name, Kind kind, Edges edges, List<Member> members, Function<NodeSource, CompiledNode> compiler) {
    /** Whether a node may run inside a turn. */
    public enum Kind {
        /** It computes; it runs inside the turn's commit. */
        PURE,
        /** It talks to the world; it runs between two commits. */
        EFFECT
    }

    /** How an execution leaves a node, besides the targets that its own members name. */
    public enum Edges {
        /** Not at all: the flow is over. */
        NONE,
        /** Only by its own members and {@code on_error}. */
        OWN,
        /** {@code next} and {@code on_error}. */
        NEXT,
        /** {@code next}, {@code on_error} and, when it waited too long, {@code on_timeout}. */
        NEXT_OR_TIMEOUT
    }

    public NodeType {
        members = List.copyOf(members);
    }

    /** Whether the members are the host's, so that a document may give the node any. */
    public boolean isOpen() {
        return name.indexOf('.') > 0 && members.isEmpty() && !BuiltInNodes.isBuiltIn(name);
    }

    /**
     * A type of node that a host adds.
     *
     * @param name with a dot in it, such as {@code acme.price}
     * @throws IllegalArgumentException when the name has no dot or belongs to a built-in node
     */
    public static NodeType host(String name, Kind kind, NodeHandler handler) {
        if (!name.matches("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+") || BuiltInNodes.isBuiltIn(name)) {
            throw new IllegalArgumentException(
                    "a host's node needs a name with a dot that no built-in node has, such as acme.price: " + name);
        }
        return new NodeType(name, kind, Edges.NEXT, List.of(), source -> {
            source.pauses();
            var members = source.openMembers();
            return new CompiledNode(call -> handler.handle(call.with(rendered(members.evaluate(call.scope())))));
        });
    }

    @SuppressWarnings("unchecked") // a mapping with text keys stays one when its templates are rendered
    private static Map<String, @Nullable Object> rendered(@Nullable Object members) {
        return members == null ? Map.of() : (Map<String, @Nullable Object>) members;
    }
}
