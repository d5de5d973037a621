package dev.flowruntime.store.shard;

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
import dev.flowruntime.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Override
    public List<ConversationTurn> listTurns(TenantId tenant, ConversationId conversation, long after, int limit) {
        return shards.of(tenant).conversations().listTurns(tenant, conversation, after, limit);
    }

    /** A shard that is out of reach keeps nobody else from hearing of theirs; whoever asks will ask again. */
    @Override
    public List<LastTurn> listAdvanced(Collection<LastTurn> known) {
        Map<Shard, List<LastTurn>> byShard = new LinkedHashMap<>();
        for (LastTurn last : known) {
            byShard.computeIfAbsent(shards.shardOf(last.tenant()), shard -> new ArrayList<>())
                    .add(last);
        }
        List<LastTurn> advanced = new ArrayList<>();
        Failures failures = new Failures();
        byShard.forEach((shard, own) -> {
            try {
                advanced.addAll(shard.ask(store -> store.conversations().listAdvanced(own)));
            } catch (StoreException failure) {
                failures.add(failure);
            }
        });
        if (advanced.isEmpty()) {
            failures.requireSomeOf(byShard.size());
        }
        return List.copyOf(advanced);
    }
}
