package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.TenantId;
import java.sql.SQLException;

/** What turns did, in {@code flow_history_event}. */
final class HistoryEventTable {
    /** What {@link #read} reads. */
    static final String COLUMNS = "tenant_id, execution_id, revision, cause, status, steps, at";

    static final Insert INSERT = Insert.into(
            "flow_history_event", "tenant_id", "execution_id", "revision", "cause", "status", "steps", "nonce", "at");

    private HistoryEventTable() {}

    static void bind(Params params, HistoryEvent event, long nonce) throws SQLException {
        params.uuid(event.tenant().value())
                .uuid(event.execution().value())
                .number(event.revision())
                .name(event.cause())
                .name(event.status())
                .json(event.steps())
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
                row.instant());
    }
}
