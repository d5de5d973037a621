package dev.flowruntime.definition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One node of a flow, as its author wrote it. Immutable, however deep.
 *
 * @param id names the node in its flow; {@code ^[a-z][a-z0-9_]{0,63}$}
 * @param type such as {@code message} or a host's {@code acme.price}
 * @param members everything else in the order of the document, edges included; plain values. A null member is the same
 *     as none and is dropped, and numbers become {@code Long} or {@code Double}
 */
public record Node(String id, String type, Map<String, @Nullable Object> members) {
    /** @throws IllegalArgumentException when a member holds a value that a document cannot, such as a stream */
    public Node {
        members = PlainTree.members(members);
        if (members.containsKey("id") || members.containsKey("type")) {
            throw new IllegalArgumentException("id and type are no members of the node " + id);
        }
    }

    /** The text of a member; null when it is absent or no text. */
    @Nullable
    String text(String member) {
        return members.get(member) instanceof String text ? text : null;
    }
}
