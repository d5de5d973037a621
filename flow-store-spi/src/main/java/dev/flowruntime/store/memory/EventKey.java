package dev.flowruntime.store.memory;

import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.TenantId;
import org.jspecify.annotations.Nullable;

/** What names the one event of an idempotency key. */
record EventKey(TenantId tenant, String text) {
    static @Nullable EventKey of(InboxEvent event) {
        return event.idempotencyKey() == null ? null : new EventKey(event.tenant(), event.idempotencyKey());
    }
}
