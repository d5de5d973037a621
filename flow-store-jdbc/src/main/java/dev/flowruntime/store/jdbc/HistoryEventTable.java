package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.TurnCommit;
import java.sql.SQLException;

/** What turns did, in {@code flow_history_event}. */
final class HistoryEventTable {
    /** What {@link #read} reads. */
    static final String COLUMNS = "h.tenant_id, h.execution_id, h.revision, h.cause, h.status, h.steps, h.reply, h.at";

    static final Insert INSERT = Insert.into(
                    "flow_history_event",
                    "tenant_id",
                    "conversation_id",
                    "turn",
                    "execution_id",
                    "revision",
                    "cause",
                    "status",
                    "steps",
                    "reply",
                    "nonce",
                    "at")
            .counting("turn");

    private HistoryEventTable() {}

    /** @param number the turn's place in the conversation, or how much it counts on */
    static void bind(Values params, TurnCommit turn, long number, long nonce) throws SQLException {
        HistoryEvent event = turn.history();
        params.uuid(event.tenant().value())
                .uuid(turn.execution().conversation().value())
                .number(number)
                .uuid(event.execution().value())
                .number(event.revision())
                .name(event.cause())
                .name(event.status())
                .json(event.steps())
                .json(event.reply())
                .number(nonce)
                .instant(event.at());
    }

    static HistoryEvent read(Row row) throws SQLException {
        return new HistoryEvent(
                new TenantId(row.uuid()),
                new ExecutionId(row.uuid()),
                row.number(),
                row.name(HistoryEvent.Cause.class),
                row.name(ExecutionStatus.class),
                row.json(),
                row.jsonOrNull(),
                row.instant());
    }
}
