package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.ConversationChange;
import java.sql.SQLException;
import java.util.UUID;

/** Conversations in {@code flow_conversation}. */
final class ConversationTable {
    /** What {@link #read} reads. */
    static final String COLUMNS =
            "c.tenant_id, c.id, c.widget_key_id, c.customer_id, c.locale, c.variables, c.revision, c.created_at";

    /** By tenant and id. */
    static final String FIND = "select " + COLUMNS + " from flow_conversation c where c.tenant_id = ? and c.id = ?";

    static final Insert INSERT = Insert.into(
            "flow_conversation",
            "tenant_id",
            "id",
            "widget_key_id",
            "customer_id",
            "locale",
            "variables",
            "revision",
            "last_message",
            "last_entry",
            "last_turn",
            "created_at");

    private static final Update COUNT_ON = Update.of("flow_conversation")
            .adding("last_message", "last_entry", "last_turn")
            .where("tenant_id", "id", "revision");

    private static final Update REPLACE = Update.of("flow_conversation", "locale", "variables", "revision")
            .adding("last_message", "last_entry", "last_turn")
            .where("tenant_id", "id", "revision");

    private ConversationTable() {}

    /** How many messages, outbox entries and turns a commit adds. */
    record Addition(int messages, int entries, int turns) {}

    static void bindInsert(Values params, Conversation conversation, Addition addition) throws SQLException {
        params.uuid(conversation.tenant().value())
                .uuid(conversation.id().value())
                .uuid(
                        conversation.widgetKey() == null
                                ? null
                                : conversation.widgetKey().value())
                .text(conversation.customerId())
                .text(conversation.locale())
                .json(conversation.variables())
                .number(conversation.revision())
                .number(addition.messages())
                .number(addition.entries())
                .number(addition.turns())
                .instant(conversation.createdAt());
    }

    /** The update that a change to a known conversation is; it changes no row when the change does not hold. */
    static Update update(boolean replaces) {
        return replaces ? REPLACE : COUNT_ON;
    }

    static void bindUpdate(Values params, ConversationChange change, Addition addition) throws SQLException {
        Conversation next = change.conversation();
        params.number(addition.messages()).number(addition.entries()).number(addition.turns());
        long expected = next.revision();
        if (change instanceof ConversationChange.Replace) {
            params.text(next.locale()).json(next.variables()).number(next.revision());
            expected--;
        }
        params.uuid(next.tenant().value()).uuid(next.id().value()).number(expected);
    }

    static Conversation read(Row row) throws SQLException {
        TenantId tenant = new TenantId(row.uuid());
        ConversationId id = new ConversationId(row.uuid());
        UUID widgetKey = row.uuidOrNull();
        return new Conversation(
                tenant,
                id,
                widgetKey == null ? null : new WidgetKeyId(widgetKey),
                row.textOrNull(),
                row.textOrNull(),
                row.json(),
                row.number(),
                row.instant());
    }
}
