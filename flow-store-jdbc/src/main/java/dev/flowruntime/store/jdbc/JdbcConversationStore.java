package dev.flowruntime.store.jdbc;

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

/** Conversations and transcripts. */
final class JdbcConversationStore implements ConversationStore {
    static final String FIND_BY_CUSTOMER = "select " + ConversationTable.COLUMNS
            + " from flow_conversation c where c.tenant_id = ? and c.widget_key_id = ? and c.customer_id = ?";

    private static final String LIST_MESSAGES = "select " + MessageTable.COLUMNS
            + " from flow_message where tenant_id = ? and conversation_id = ? and seq > ?";

    private static final String SINCE = " and created_at >= ?";
    private static final String IN_ORDER = " order by seq limit ?";

    private static final String LIST_TURNS = "select h.turn, " + HistoryEventTable.COLUMNS
            + " from flow_history_event h where h.tenant_id = ? and h.conversation_id = ? and h.turn > ?"
            + " order by h.turn limit ?";

    private final Database database;
    private final CommitDesk desk;
    private final LastTurns lastTurns;

    JdbcConversationStore(Database database, CommitDesk desk) {
        this.database = database;
        this.desk = desk;
        this.lastTurns = new LastTurns(database);
    }

    @Override
    public ConversationOutcome commit(ConversationCommit commit) {
        return desk.commit(commit);
    }

    @Override
    public Optional<Conversation> find(TenantId tenant, ConversationId id) {
        return database.find(
                Scope.of(tenant),
                ConversationTable.FIND,
                params -> params.uuid(tenant.value()).uuid(id.value()),
                ConversationTable::read);
    }

    @Override
    public Optional<Conversation> findByCustomer(TenantId tenant, WidgetKeyId widgetKey, String customerId) {
        return database.find(
                Scope.of(tenant),
                FIND_BY_CUSTOMER,
                params -> params.uuid(tenant.value()).uuid(widgetKey.value()).text(customerId),
                ConversationTable::read);
    }

    @Override
    public List<ChatMessage> listMessages(TenantId tenant, ConversationId conversation, MessageRange range) {
        return database.list(
                Scope.of(tenant),
                LIST_MESSAGES + (range.since() == null ? "" : SINCE) + IN_ORDER,
                params -> {
                    params.uuid(tenant.value()).uuid(conversation.value()).number(range.after());
                    if (range.since() != null) {
                        params.instant(range.since());
                    }
                    params.integer(range.limit());
                },
                MessageTable::read);
    }

    @Override
    public List<ConversationTurn> listTurns(TenantId tenant, ConversationId conversation, long after, int limit) {
        return database.list(
                Scope.of(tenant),
                LIST_TURNS,
                params -> params.uuid(tenant.value())
                        .uuid(conversation.value())
                        .number(after)
                        .integer(limit),
                row -> new ConversationTurn(row.number(), HistoryEventTable.read(row)));
    }

    @Override
    public List<LastTurn> listAdvanced(Collection<LastTurn> known) {
        return lastTurns.listAdvanced(known);
    }
}
