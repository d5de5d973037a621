package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Outbox entries and how far they have come, in {@code flow_outbox_entry}. */
final class OutboxEntryTable {
    /** What {@link #read} reads. */
    static final String COLUMNS =
            "o.tenant_id, o.id, o.widget_key_id, o.conversation_id, o.event, o.body, o.created_at,"
                    + " o.state, o.attempts, o.due_at, o.generation, exists (select 1 from flow_outbox_entry g"
                    + " where g.tenant_id = o.tenant_id and g.conversation_id = o.conversation_id"
                    + " and g.widget_key_id = o.widget_key_id and g.state = 'DEAD' and g.gap"
                    + " and g.position < o.position) as after_gap, o.error";

    static final Insert INSERT = Insert.into(
                    "flow_outbox_entry",
                    "tenant_id",
                    "id",
                    "widget_key_id",
                    "conversation_id",
                    "position",
                    "event",
                    "body",
                    "created_at",
                    "state",
                    "attempts",
                    "due_at",
                    "generation",
                    "parked")
            .counting("position");

    private OutboxEntryTable() {}

    /**
     * Binds one entry of a commit.
     *
     * @param start where the conversation's entries are counted on from
     * @param index of the entry among the commit's
     */
    static void bind(Values params, List<OutboxEntry> entries, int index, long start) throws SQLException {
        OutboxEntry entry = entries.get(index);
        params.uuid(entry.tenant().value())
                .uuid(entry.id().value())
                .uuid(entry.endpoint().value())
                .uuid(entry.conversation() == null ? null : entry.conversation().value())
                .number(start + index + 1)
                .text(entry.event())
                .json(entry.body())
                .instant(entry.createdAt())
                .name(Delivery.State.PENDING)
                .integer(0)
                .instant(entry.createdAt())
                .number(0)
                .flag(isBehind(entries, index));
    }

    /** Whether an earlier entry of the same commit goes to the same place. */
    private static boolean isBehind(List<OutboxEntry> entries, int index) {
        OutboxEntry entry = entries.get(index);
        return entry.conversation() != null
                && entries.subList(0, index).stream()
                        .anyMatch(earlier -> earlier.conversation() != null
                                && earlier.endpoint().equals(entry.endpoint()));
    }

    static Delivery read(Row row) throws SQLException {
        TenantId tenant = new TenantId(row.uuid());
        OutboxId id = new OutboxId(row.uuid());
        WidgetKeyId endpoint = new WidgetKeyId(row.uuid());
        UUID conversation = row.uuidOrNull();
        OutboxEntry entry = new OutboxEntry(
                tenant,
                id,
                endpoint,
                conversation == null ? null : new ConversationId(conversation),
                row.text(),
                row.json(),
                row.instant());
        return new Delivery(
                entry,
                row.name(Delivery.State.class),
                row.integer(),
                row.instant(),
                row.number(),
                row.flag(),
                row.textOrNull());
    }
}
