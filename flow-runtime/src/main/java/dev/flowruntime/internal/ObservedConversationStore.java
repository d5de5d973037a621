package dev.flowruntime.internal;

import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.ConversationTurn;
import dev.flowruntime.store.LastTurn;
import dev.flowruntime.store.MessageRange;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Conversations, timed. */
final class ObservedConversationStore implements ConversationStore {
    private final ConversationStore inner;
    private final StoreCalls calls;

    ObservedConversationStore(ConversationStore inner, StoreCalls calls) {
        this.inner = inner;
        this.calls = calls;
    }

    @Override
    public ConversationOutcome commit(ConversationCommit commit) {
        return calls.call("conversations.commit", () -> inner.commit(commit));
    }

    @Override
    public Optional<Conversation> find(TenantId tenant, ConversationId id) {
        return calls.call("conversations.find", () -> inner.find(tenant, id));
    }

    @Override
    public Optional<Conversation> findByCustomer(TenantId tenant, WidgetKeyId widgetKey, String customerId) {
        return calls.call("conversations.find_by_customer", () -> inner.findByCustomer(tenant, widgetKey, customerId));
    }

    @Override
    public List<ChatMessage> listMessages(TenantId tenant, ConversationId conversation, MessageRange range) {
        return calls.call("conversations.list_messages", () -> inner.listMessages(tenant, conversation, range));
    }

    @Override
    public List<ConversationTurn> listTurns(TenantId tenant, ConversationId conversation, long after, int limit) {
        return calls.call("conversations.list_turns", () -> inner.listTurns(tenant, conversation, after, limit));
    }

    @Override
    public List<LastTurn> listAdvanced(Collection<LastTurn> known) {
        return calls.call("conversations.list_advanced", () -> inner.listAdvanced(known));
    }
}
