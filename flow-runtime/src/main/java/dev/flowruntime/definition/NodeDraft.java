package dev.flowruntime.definition;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.node.CompiledNode;
import dev.flowruntime.node.NodeSource;
import dev.flowruntime.node.NodeType;
import dev.flowruntime.node.NodeType.Edges;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One node while its flow is compiled.
 *
 * @param path where it stands in the document
 * @param type null when there is no such type
 * @param compiled null when there is no such type
 */
record NodeDraft(
        String path,
        Node node,
        @Nullable NodeType type,
        NodeSource source,
        @Nullable CompiledNode compiled) {
    /** A type as complaints speak of it: {@code a message node}. */
    static String aNode(String type) {
        return (type.matches("[aeiou].*") ? "an " : "a ") + type + " node";
    }

    String id() {
        return node.id();
    }

    String path(String member) {
        return path + "." + member;
    }

    /** Of a type that nobody knows, the best is believed, so that one complaint does not bring others. */
    Edges edges() {
        return type == null ? Edges.NEXT_OR_TIMEOUT : type.edges();
    }

    /** Whether the execution may stop here for a while, or for good. */
    boolean isResting() {
        return type == null || source.mayPause() || type.edges() == Edges.NONE;
    }

    /** Whether only its handler knows where the node may go on. */
    boolean isOpen() {
        return type == null || type.isOpen();
    }

    /** The members of the node's output; null when they cannot be told. */
    @Nullable
    Set<String> outputs() {
        if (compiled == null || compiled.input() == null) {
            return source.outputs();
        }
        Map<String, @Nullable Object> schema =
                JsonTree.readObject(compiled.input().schema());
        return schema.get("properties") instanceof Map<?, ?> properties
                ? properties.keySet().stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet())
                : null;
    }
}
