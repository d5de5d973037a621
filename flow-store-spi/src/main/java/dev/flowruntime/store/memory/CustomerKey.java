package dev.flowruntime.store.memory;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import org.jspecify.annotations.Nullable;

/** What names the one conversation of a customer. */
record CustomerKey(TenantId tenant, WidgetKeyId widgetKey, String customerId) {
    static @Nullable CustomerKey of(Conversation conversation) {
        if (conversation.widgetKey() == null || conversation.customerId() == null) {
            return null;
        }
        return new CustomerKey(conversation.tenant(), conversation.widgetKey(), conversation.customerId());
    }
}
