package dev.flowruntime.store;

import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import java.util.List;
import java.util.Optional;

/** Keeps conversations and their transcripts. */
public interface ConversationStore {
    /** Opens or changes a conversation, with the outbox entries and audit records that tell of it, or nothing at all. */
    ConversationOutcome commit(ConversationCommit commit);

    Optional<Conversation> find(TenantId tenant, ConversationId id);

    Optional<Conversation> findByCustomer(TenantId tenant, WidgetKeyId widgetKey, String customerId);

    /** Messages of the transcript, in order. */
    List<ChatMessage> listMessages(TenantId tenant, ConversationId conversation, MessageRange range);
}
