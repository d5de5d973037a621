package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Completion;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Completions in {@code flow_completion}. The column {@code once_conversation_id} is unique within a goal and holds the conversation
 * of those that may be there once only: told by a back end, without a reference.
 */
final class CompletionTable {
    static final Insert INSERT = Insert.into(
            "flow_completion",
            "tenant_id",
            "id",
            "goal",
            "conversation_id",
            "once_conversation_id",
            "event_id",
            "external_ref",
            "value_micros",
            "currency",
            "occurred_at",
            "recorded_at",
            "test");

    static final String LIST = """
            select tenant_id, id, goal, conversation_id, event_id, external_ref, value_micros, currency, occurred_at,
                recorded_at, test
            from flow_completion
            """;

    private CompletionTable() {}

    static void bind(Params params, Completion completion) throws SQLException {
        UUID conversation = id(completion.conversation());
        boolean once = completion.event() == null && completion.externalRef() == null;
        params.uuid(completion.tenant().value())
                .uuid(completion.id())
                .text(completion.goal())
                .uuid(conversation)
                .uuid(once ? conversation : null)
                .uuid(completion.event())
                .text(completion.externalRef())
                .numberOrNull(completion.valueMicros())
                .text(completion.currency())
                .instant(completion.occurredAt())
                .instant(completion.recordedAt())
                .flag(completion.test());
    }

    private static @Nullable UUID id(@Nullable ConversationId conversation) {
        return conversation == null ? null : conversation.value();
    }

    static Completion read(Row row) throws SQLException {
        TenantId tenant = new TenantId(row.uuid());
        UUID id = row.uuid();
        String goal = row.text();
        UUID conversation = row.uuidOrNull();
        return new Completion(
                tenant,
                id,
                goal,
                conversation == null ? null : new ConversationId(conversation),
                row.uuidOrNull(),
                row.textOrNull(),
                row.numberOrNull(),
                row.textOrNull(),
                row.instant(),
                row.instant(),
                row.flag());
    }
}
