package dev.flowruntime;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A back end starts a flow.
 *
 * @param conversation where it runs; null for a new conversation
 */
public record EngineTrigger(TenantId tenant, @Nullable ConversationId conversation, TriggerMessage message) {}
