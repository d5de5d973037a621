package dev.flowruntime.store;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.WidgetKeyId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many entries of one endpoint a claim takes at the most.
 *
 * @param each of an endpoint that is not named
 * @param named of those that are
 */
public record EndpointLimits(int each, Map<WidgetKeyId, Integer> named) {
    /** As many of each as there are. */
    public static final EndpointLimits NONE = new EndpointLimits(Integer.MAX_VALUE, Map.of());

    public EndpointLimits {
        named = Map.copyOf(named);
    }

    public int of(WidgetKeyId endpoint) {
        return named.getOrDefault(endpoint, each);
    }

    /** What is left of the limits when so much was claimed. */
    public EndpointLimits less(List<Delivery> claimed) {
        if (claimed.isEmpty()) {
            return this;
        }
        Map<WidgetKeyId, Integer> left = new HashMap<>(named);
        for (Delivery delivery : claimed) {
            left.merge(delivery.entry().endpoint(), each - 1, (before, fresh) -> before - 1);
        }
        return new EndpointLimits(each, left);
    }
}
