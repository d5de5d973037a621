package dev.flowruntime.store;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.WidgetKeyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries are listed; null for all.
 *
 * @param since only of entries that were created then or later
 */
public record DeliveryFilter(
        Delivery.@Nullable State state,
        @Nullable WidgetKeyId endpoint,
        @Nullable Instant since) {
    public static final DeliveryFilter ALL = new DeliveryFilter(null, null, null);

    public boolean takes(Delivery delivery) {
        return (state == null || delivery.state() == state)
                && (endpoint == null || delivery.entry().endpoint().equals(endpoint))
                && (since == null || !delivery.entry().createdAt().isBefore(since));
    }
}
