package dev.flowruntime.store.memory;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxEntry;
import org.jspecify.annotations.Nullable;

/** A delivery; guarded by the lock of its conversation, or by its own when it has none. */
final class DeliveryRow {
    final Key key;
    final OutboxEntry entry;
    final @Nullable ConversationRow conversation;
    final Appointment<DeliveryRow> claimable = new Appointment<>();

    /** Its place among the entries of its conversation. */
    final int position;

    Delivery delivery;

    /** Whether it was given up, and nothing of its line was delivered since. */
    boolean gap;

    DeliveryRow(@Nullable ConversationRow conversation, OutboxEntry entry) {
        this.key = new Key(entry.tenant(), entry.id().value());
        this.entry = entry;
        this.conversation = conversation;
        this.position = conversation == null ? 0 : conversation.deliveries.size();
        this.delivery = Delivery.fresh(entry);
    }

    Object lock() {
        return conversation == null ? this : conversation;
    }

    boolean isInLineWith(DeliveryRow other) {
        return conversation != null
                && conversation == other.conversation
                && entry.endpoint().equals(other.entry.endpoint());
    }
}
