package dev.flowruntime.store;

import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import java.util.Collection;
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

    /**
     * Turns of all executions of a conversation, in order. Numbers are dense, so that one that is missing between two tells that
     * its turn was removed.
     *
     * @param after those after this number; 0 for all
     * @param limit the most turns, at least 1
     */
    List<ConversationTurn> listTurns(TenantId tenant, ConversationId conversation, long after, int limit);

    /**
     * Which of some conversations have had more turns than is known of them, and how many; in any order. Those that do not
     * exist are left out. Crosses tenants.
     */
    List<LastTurn> listAdvanced(Collection<LastTurn> known);
}
