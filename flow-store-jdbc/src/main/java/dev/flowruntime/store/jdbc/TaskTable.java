package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.model.TenantId;
import java.sql.SQLException;
import java.util.Set;

/** Tasks in {@code flow_task}. */
final class TaskTable {
    /** What {@link #read} reads. */
    static final String COLUMNS = "tenant_id, id, queue, execution_id, conversation_id, node, result_events, payload,"
            + " state, attempts, max_attempts, deadline, due_at, generation";

    static final String OPEN = "state in ('PENDING', 'LEASED')";

    static final Insert INSERT = Insert.into(
            "flow_task",
            "tenant_id",
            "id",
            "queue",
            "execution_id",
            "conversation_id",
            "position",
            "node",
            "result_events",
            "payload",
            "state",
            "attempts",
            "max_attempts",
            "deadline",
            "due_at",
            "generation");

    private TaskTable() {}

    /** @param position its place among the tasks of its execution */
    static void bind(Values params, TaskRecord task, long position) throws SQLException {
        params.uuid(task.tenant().value())
                .uuid(task.id().value())
                .text(task.queue())
                .uuid(task.execution().value())
                .uuid(task.conversation().value())
                .number(position)
                .text(task.node())
                .text(Names.write(task.resultEvents()))
                .json(task.payload())
                .name(task.state())
                .integer(task.attempts())
                .integer(task.maxAttempts())
                .instant(task.deadline())
                .instant(task.dueAt())
                .number(task.generation());
    }

    static TaskRecord read(Row row) throws SQLException {
        return new TaskRecord(
                new TenantId(row.uuid()),
                new TaskId(row.uuid()),
                row.text(),
                new ExecutionId(row.uuid()),
                new ConversationId(row.uuid()),
                row.text(),
                Set.copyOf(Names.read(row.text())),
                row.json(),
                row.name(TaskState.class),
                row.integer(),
                row.integer(),
                row.instant(),
                row.instant(),
                row.number());
    }
}
