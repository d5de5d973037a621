package dev.flowruntime.store.memory;

import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.ConversationTurn;
import dev.flowruntime.store.LastTurn;
import dev.flowruntime.store.MessageRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conversations and their transcripts. */
final class InMemoryConversationStore implements ConversationStore {
    private static final ConversationOutcome COMMITTED = new ConversationOutcome.Committed();
    private static final ConversationOutcome STALE = new ConversationOutcome.Stale();

    private final Tables tables;
    private final InMemoryOutboxStore outbox;
    private final InMemoryAuditStore audit;

    InMemoryConversationStore(Tables tables, InMemoryOutboxStore outbox, InMemoryAuditStore audit) {
        this.tables = tables;
        this.outbox = outbox;
        this.audit = audit;
    }

    @Override
    public ConversationOutcome commit(ConversationCommit commit) {
        tables.requireOpen();
        ConversationOutcome outcome =
                commit.change() instanceof ConversationChange.Open ? open(commit) : change(commit);
        tables.forgetSurplus();
        return outcome;
    }

    private ConversationOutcome open(ConversationCommit commit) {
        while (true) {
            ConversationRow row = new ConversationRow(commit.change().conversation());
            ConversationRow inTheWay;
            synchronized (row) {
                inTheWay = tables.insert(row);
                if (inTheWay == null) {
                    write(row, commit);
                    return COMMITTED;
                }
            }
            synchronized (inTheWay) {
                if (!inTheWay.gone) {
                    return inTheWay.isOfCustomer(row.customer)
                            ? new ConversationOutcome.Taken(inTheWay.conversation)
                            : STALE;
                }
            }
        }
    }

    private ConversationOutcome change(ConversationCommit commit) {
        Conversation given = commit.change().conversation();
        ConversationRow row = tables.conversation(given.tenant(), given.id().value());
        if (row == null) {
            return STALE;
        }
        synchronized (row) {
            if (row.gone || !row.admits(commit.change())) {
                return STALE;
            }
            row.apply(commit.change());
            write(row, commit);
            return COMMITTED;
        }
    }

    private void write(ConversationRow row, ConversationCommit commit) {
        outbox.addAll(row, commit.outbox());
        audit.addAll(row.key.tenant(), commit.audit());
        tables.noteIdle(row);
    }

    @Override
    public Optional<Conversation> find(TenantId tenant, ConversationId id) {
        tables.requireOpen();
        return current(tables.conversation(tenant, id.value()));
    }

    @Override
    public Optional<Conversation> findByCustomer(TenantId tenant, WidgetKeyId widgetKey, String customerId) {
        tables.requireOpen();
        return current(tables.customers.get(new CustomerKey(tenant, widgetKey, customerId)));
    }

    private static Optional<Conversation> current(@Nullable ConversationRow row) {
        if (row == null) {
            return Optional.empty();
        }
        synchronized (row) {
            return row.gone ? Optional.empty() : Optional.of(row.conversation);
        }
    }

    @Override
    public List<ChatMessage> listMessages(TenantId tenant, ConversationId conversation, MessageRange range) {
        tables.requireOpen();
        ConversationRow row = tables.conversation(tenant, conversation.value());
        if (row == null) {
            return List.of();
        }
        synchronized (row) {
            return row.gone ? List.of() : row.messages(range);
        }
    }

    @Override
    public List<ConversationTurn> listTurns(TenantId tenant, ConversationId conversation, long after, int limit) {
        tables.requireOpen();
        ConversationRow row = tables.conversation(tenant, conversation.value());
        if (row == null) {
            return List.of();
        }
        synchronized (row) {
            return row.gone ? List.of() : row.turns(after, limit);
        }
    }

    @Override
    public List<LastTurn> listAdvanced(Collection<LastTurn> known) {
        tables.requireOpen();
        List<LastTurn> advanced = new ArrayList<>();
        for (LastTurn last : known) {
            ConversationRow row =
                    tables.conversation(last.tenant(), last.conversation().value());
            if (row != null) {
                synchronized (row) {
                    if (!row.gone && row.lastTurn() > last.number()) {
                        advanced.add(new LastTurn(last.tenant(), last.conversation(), row.lastTurn()));
                    }
                }
            }
        }
        return List.copyOf(advanced);
    }
}
