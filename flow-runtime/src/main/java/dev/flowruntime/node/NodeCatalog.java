package dev.flowruntime.node;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The types of node that flows may use: the built-in ones and those of the host. Immutable. */
public final class NodeCatalog {
    private static final NodeCatalog BUILT_IN = new NodeCatalog(Map.of());

    private final Map<String, NodeType> types;

    private NodeCatalog(Map<String, NodeType> host) {
        types = new LinkedHashMap<>();
        BuiltInNodes.ALL.forEach(type -> types.put(type.name(), type));
        types.putAll(host);
    }

    public static NodeCatalog builtIn() {
        return BUILT_IN;
    }

    /** This catalog and one more type, which takes the place of one by the same name. */
    public NodeCatalog with(NodeType type) {
        Map<String, NodeType> host = new LinkedHashMap<>(types);
        host.put(type.name(), type);
        return new NodeCatalog(host);
    }

    public Optional<NodeType> find(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** The built-in types first, in the order of the reference. */
    public Collection<NodeType> types() {
        return java.util.Collections.unmodifiableCollection(types.values());
    }
}
