package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.MessageId;
import dev.flowruntime.model.TenantId;
import java.sql.SQLException;
import java.util.UUID;

/** Transcripts in {@code flow_message}. */
final class MessageTable {
    /** What {@link #read} reads. */
    static final String COLUMNS = "tenant_id, conversation_id, id, seq, role, execution_id, text, blocks, created_at";

    static final Insert INSERT = Insert.into(
                    "flow_message",
                    "tenant_id",
                    "conversation_id",
                    "id",
                    "seq",
                    "role",
                    "execution_id",
                    "text",
                    "blocks",
                    "created_at")
            .counting("seq");

    private MessageTable() {}

    static void bind(Values params, ChatMessage message, long seq) throws SQLException {
        params.uuid(message.tenant().value())
                .uuid(message.conversation().value())
                .uuid(message.id().value())
                .number(seq)
                .name(message.role())
                .uuid(message.execution() == null ? null : message.execution().value())
                .text(message.text())
                .json(message.blocks())
                .instant(message.createdAt());
    }

    static ChatMessage read(Row row) throws SQLException {
        TenantId tenant = new TenantId(row.uuid());
        ConversationId conversation = new ConversationId(row.uuid());
        MessageId id = new MessageId(row.uuid());
        long seq = row.number();
        ChatMessage.Role role = row.name(ChatMessage.Role.class);
        UUID execution = row.uuidOrNull();
        return new ChatMessage(
                tenant,
                conversation,
                id,
                seq,
                role,
                execution == null ? null : new ExecutionId(execution),
                row.textOrNull(),
                row.json(),
                row.instant());
    }
}
