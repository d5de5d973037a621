package dev.flowruntime.transport;

import dev.flowruntime.model.TenantId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows the systems that the flows of tenants ask by name. It is asked for each try of a request, outside of transactions and on many
 * threads at once, so a secret that was changed counts from then on.
 */
@FunctionalInterface
public interface HttpConnections {
    /** Null when the tenant has no connection of this name. */
    @Nullable
    HttpConnection find(TenantId tenant, String name);

    /** The same connections for every tenant, by their names. */
    static HttpConnections of(Map<String, HttpConnection> connections) {
        Map<String, HttpConnection> known = Map.copyOf(connections);
        return (tenant, name) -> known.get(name);
    }
}
