package dev.flowruntime.store.shard;

import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.MessageRange;
import java.util.List;
import java.util.Optional;

/** Conversations, each on its tenant's shard. */
final class RoutedConversationStore implements ConversationStore {
    private final Shards shards;

    RoutedConversationStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public ConversationOutcome commit(ConversationCommit commit) {
        return shards.of(commit.change().conversation().tenant())
                .conversations()
                .commit(commit);
    }

    @Override
    public Optional<Conversation> find(TenantId tenant, ConversationId id) {
        return shards.of(tenant).conversations().find(tenant, id);
    }

    @Override
    public Optional<Conversation> findByCustomer(TenantId tenant, WidgetKeyId widgetKey, String customerId) {
        return shards.of(tenant).conversations().findByCustomer(tenant, widgetKey, customerId);
    }

    @Override
    public List<ChatMessage> listMessages(TenantId tenant, ConversationId conversation, MessageRange range) {
        return shards.of(tenant).conversations().listMessages(tenant, conversation, range);
    }
}
