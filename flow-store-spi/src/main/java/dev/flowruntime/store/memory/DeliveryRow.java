package dev.flowruntime.store.memory;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxEntry;
import org.jspecify.annotations.Nullable;

/** A delivery; guarded by the lock of its conversation, or by its own when it has none. */
final class DeliveryRow {
    final Key key;
    final @Nullable ConversationRow conversation;
    final Appointment<DeliveryRow> claimable = new Appointment<>();
    Delivery delivery;

    DeliveryRow(@Nullable ConversationRow conversation, OutboxEntry entry) {
        this.key = new Key(entry.tenant(), entry.id().value());
        this.conversation = conversation;
        this.delivery = new Delivery(entry, Delivery.State.PENDING, 0, entry.createdAt(), 0);
    }

    Object lock() {
        return conversation == null ? this : conversation;
    }
}
