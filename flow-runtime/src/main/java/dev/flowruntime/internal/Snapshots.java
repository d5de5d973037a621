package dev.flowruntime.internal;

import com.github.benmanes.caffeine.cache.Cache;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Executions and conversations as this node saw them last. What is remembered may be old: a turn made from it is refused
 * by the store, and is then made again from what {@link #load} reads.
 */
final class Snapshots {
    private static final int REMEMBERED = 10_000;

    private final FlowStore store;
    private final boolean forgetful;
    private final Cache<ExecutionId, Snapshot> snapshots = Caches.of(REMEMBERED).build();
    private final Cache<ConversationId, Conversation> conversations =
            Caches.of(REMEMBERED).build();

    private Snapshots(FlowStore store, boolean forgetful) {
        this.store = store;
        this.forgetful = forgetful;
    }

    static Snapshots remembering(FlowStore store) {
        return new Snapshots(store, false);
    }

    /**
     * Asks the store each time, for a transaction that can yet be rolled back, if only to a savepoint: then another's turn may
     * make the revision that is remembered here, and the store could not tell them apart.
     */
    static Snapshots forgetful(FlowStore store) {
        return new Snapshots(store, true);
    }

    void remember(Snapshot snapshot) {
        if (forgetful) {
            return;
        }
        if (snapshot.execution().status().isFinal()) {
            snapshots.invalidate(snapshot.id()); // nothing goes on from it
        } else {
            snapshots.put(snapshot.id(), snapshot);
        }
        conversations.asMap().computeIfPresent(snapshot.conversation().id(), (id, old) -> snapshot.conversation());
    }

    void remember(Conversation conversation) {
        if (!forgetful) {
            conversations.put(conversation.id(), conversation);
        }
    }

    void forget(ConversationId conversation) {
        conversations.invalidate(conversation);
    }

    /** As it was seen last, or as the store has it; null when there is none. */
    @Nullable
    Snapshot find(TenantId tenant, ExecutionId id) {
        Snapshot remembered = snapshots.getIfPresent(id);
        return remembered != null && remembered.tenant().equals(tenant) ? remembered : load(tenant, id);
    }

    /** As the store has it; null when there is none. */
    @Nullable
    Snapshot load(TenantId tenant, ExecutionId id) {
        Standing standing = store.executions().load(tenant, id).orElse(null);
        if (standing == null) {
            snapshots.invalidate(id);
            return null;
        }
        Snapshot snapshot = parse(standing);
        remember(snapshot);
        return snapshot;
    }

    /** As it was seen last, or as the store has it; null when there is none. */
    @Nullable
    Conversation findConversation(TenantId tenant, ConversationId id) {
        Conversation remembered = conversations.getIfPresent(id);
        return remembered != null && remembered.tenant().equals(tenant) ? remembered : loadConversation(tenant, id);
    }

    /** As the store has it; null when there is none. */
    @Nullable
    Conversation loadConversation(TenantId tenant, ConversationId id) {
        Conversation conversation = store.conversations().find(tenant, id).orElse(null);
        if (conversation == null) {
            conversations.invalidate(id);
        } else {
            remember(conversation);
        }
        return conversation;
    }

    static Snapshot parse(Standing standing) {
        Execution execution = standing.execution();
        return new Snapshot(
                execution, ExecutionState.read(execution.state()), blocks(execution), standing.conversation());
    }

    static List<Block> blocks(Execution execution) {
        return blocks(JsonTree.read(execution.blocks()));
    }

    /** @param tree the array that {@link #json} writes, read */
    static List<Block> blocks(@Nullable Object tree) {
        List<Block> blocks = new ArrayList<>();
        for (Object item : (List<?>) Objects.requireNonNull(tree)) {
            Map<?, ?> block = (Map<?, ?>) Objects.requireNonNull(item);
            Object meta = block.get("meta");
            blocks.add(new Block(
                    String.valueOf(block.get("id")),
                    String.valueOf(block.get("type")),
                    JsonTree.write(block.get("payload")),
                    meta == null ? null : JsonTree.write(meta)));
        }
        return List.copyOf(blocks);
    }

    /** The array that clients, webhooks and stores get. */
    static Json json(List<Block> blocks) {
        if (blocks.isEmpty()) {
            return Json.EMPTY_ARRAY;
        }
        int length = 2;
        for (Block block : blocks) {
            length += 64 + block.payload().text().length();
        }
        StringBuilder text = new StringBuilder(length).append('[');
        for (Block block : blocks) {
            if (text.length() > 1) {
                text.append(',');
            }
            // Ids and types are names that need no escaping.
            text.append("{\"id\":\"")
                    .append(block.id())
                    .append("\",\"type\":\"")
                    .append(block.type());
            text.append("\",\"payload\":").append(block.payload().text());
            if (block.meta() != null) {
                text.append(",\"meta\":").append(block.meta().text());
            }
            text.append('}');
        }
        return new Json(text.append(']').toString());
    }
}
