package dev.flowruntime.store;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;

/**
 * How many turns a conversation has had, as far as somebody knows.
 *
 * @param number that of its last turn; 0 when it has had none
 */
public record LastTurn(TenantId tenant, ConversationId conversation, long number) {}
