package dev.flowruntime.store.memory;

import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.store.EventAcceptance;
import org.jspecify.annotations.Nullable;

/**
 * An event from outside; guarded by the lock of the conversation of the execution that it names, or by its own when it
 * names none that is known.
 */
final class EventRow {
    final Key key;
    final @Nullable ConversationRow conversation;
    final InboxEvent event;
    final String fingerprint;
    final Appointment<EventRow> unfinished = new Appointment<>();

    /** What its sender was told; null while it is unfinished. A repeat reads it without the lock. */
    volatile @Nullable Json reply;

    EventRow(@Nullable ConversationRow conversation, EventAcceptance acceptance) {
        this.key = new Key(acceptance.event().tenant(), acceptance.event().id().value());
        this.conversation = conversation;
        this.event = acceptance.event();
        this.fingerprint = acceptance.fingerprint();
    }

    Object lock() {
        return conversation == null ? this : conversation;
    }
}
