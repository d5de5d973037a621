package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.EventId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.EventAcceptance;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events from outside in {@code flow_inbox_event}. */
final class InboxEventTable {
    /** What {@link #read} reads. */
    static final String COLUMNS =
            "i.tenant_id, i.id, i.name, i.data, i.execution_id, i.task_id, i.idempotency_key," + " i.received_at";

    private InboxEventTable() {}

    /** @param dueAt when it is due, as an expression with one parameter behind those of {@link #bind} */
    static String insert(String dueAt) {
        return "insert into flow_inbox_event (tenant_id, id, name, data, execution_id, position, task_id, idempotency_key,"
                + " fingerprint, received_at, due_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + dueAt + ")";
    }

    /** @param position its place among the events of its execution; null when that is unknown */
    static void bind(Params params, EventAcceptance acceptance, @Nullable Long position) throws SQLException {
        InboxEvent event = acceptance.event();
        params.uuid(event.tenant().value())
                .uuid(event.id().value())
                .text(event.name())
                .json(event.data())
                .uuid(event.execution() == null ? null : event.execution().value())
                .numberOrNull(position)
                .uuid(event.task() == null ? null : event.task().value())
                .text(event.idempotencyKey())
                .text(acceptance.fingerprint())
                .instant(event.receivedAt());
    }

    static InboxEvent read(Row row) throws SQLException {
        TenantId tenant = new TenantId(row.uuid());
        EventId id = new EventId(row.uuid());
        String name = row.text();
        var data = row.json();
        UUID execution = row.uuidOrNull();
        UUID task = row.uuidOrNull();
        return new InboxEvent(
                tenant,
                id,
                name,
                data,
                execution == null ? null : new ExecutionId(execution),
                task == null ? null : new TaskId(task),
                row.textOrNull(),
                row.instant());
    }
}
