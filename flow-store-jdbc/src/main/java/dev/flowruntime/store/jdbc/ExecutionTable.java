package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Wait;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Executions in {@code flow_execution}. */
final class ExecutionTable {

    /** What {@link #read} reads. */
    static final String COLUMNS =
            "e.tenant_id, e.id, e.conversation_id, e.flow_id, e.flow_version, e.status, e.revision,"
                    + " e.state, e.blocks, e.wait_kind, e.wait_pause, e.wait_node, e.wait_input, e.wait_event, e.wait_task,"
                    + " e.wait_expires_at, e.wait_remind_at, e.wake_at, e.attempts, e.started_at, e.updated_at";

    static final Insert INSERT = Insert.into(
            "flow_execution",
            "tenant_id",
            "id",
            "conversation_id",
            "flow_id",
            "flow_version",
            "status",
            "revision",
            "state",
            "blocks",
            "wait_kind",
            "wait_pause",
            "wait_node",
            "wait_input",
            "wait_event",
            "wait_task",
            "wait_expires_at",
            "wait_remind_at",
            "awaited_event",
            "wake_at",
            "attempts",
            "last_event",
            "started_at",
            "updated_at");

    /** Takes an execution to its next revision, if it is at the one before. */
    static final Update ADVANCE = Update.of(
                    "flow_execution",
                    "status",
                    "revision",
                    "state",
                    "blocks",
                    "wait_kind",
                    "wait_pause",
                    "wait_node",
                    "wait_input",
                    "wait_event",
                    "wait_task",
                    "wait_expires_at",
                    "wait_remind_at",
                    "awaited_event",
                    "wake_at",
                    "attempts",
                    "updated_at")
            .where("tenant_id", "id", "conversation_id", "revision");

    private ExecutionTable() {}

    static void bindInsert(Values params, Execution execution) throws SQLException {
        params.uuid(execution.tenant().value())
                .uuid(execution.id().value())
                .uuid(execution.conversation().value())
                .uuid(execution.flow().value())
                .integer(execution.flowVersion())
                .name(execution.status())
                .number(execution.revision())
                .json(execution.state())
                .json(execution.blocks());
        bindWait(params, execution.openWait());
        params.text(awaitedEvent(execution.openWait()))
                .instant(execution.wakeAt())
                .integer(execution.attempts())
                .number(0)
                .instant(execution.startedAt())
                .instant(execution.updatedAt());
    }

    static void bindAdvance(Values params, Execution next) throws SQLException {
        params.name(next.status()).number(next.revision()).json(next.state()).json(next.blocks());
        bindWait(params, next.openWait());
        params.text(awaitedEvent(next.openWait()))
                .instant(next.wakeAt())
                .integer(next.attempts())
                .instant(next.updatedAt())
                .uuid(next.tenant().value())
                .uuid(next.id().value())
                .uuid(next.conversation().value())
                .number(next.revision() - 1);
    }

    private static void bindWait(Values params, @Nullable Wait wait) throws SQLException {
        if (wait == null) {
            params.text(null)
                    .numberOrNull(null)
                    .text(null)
                    .text(null)
                    .text(null)
                    .uuid(null)
                    .instant(null)
                    .instant(null);
            return;
        }
        params.name(wait.kind())
                .number(wait.pause())
                .text(wait.node())
                .json(wait.expectedInput())
                .text(wait.event())
                .uuid(wait.task() == null ? null : wait.task().value())
                .instant(wait.expiresAt())
                .instant(wait.remindAt());
    }

    private static @Nullable String awaitedEvent(@Nullable Wait wait) {
        return wait != null && wait.kind() == Wait.Kind.EVENT ? wait.event() : null;
    }

    static Execution read(Row row) throws SQLException {
        TenantId tenant = new TenantId(row.uuid());
        ExecutionId id = new ExecutionId(row.uuid());
        ConversationId conversation = new ConversationId(row.uuid());
        FlowId flow = new FlowId(row.uuid());
        int flowVersion = row.integer();
        return new Execution(
                tenant,
                id,
                conversation,
                flow,
                flowVersion,
                row.name(ExecutionStatus.class),
                row.number(),
                row.json(),
                row.json(),
                readWait(row),
                row.instantOrNull(),
                row.integer(),
                row.instant(),
                row.instant());
    }

    private static @Nullable Wait readWait(Row row) throws SQLException {
        String kind = row.textOrNull();
        long pause = row.number();
        String node = row.textOrNull();
        var input = row.jsonOrNull();
        String event = row.textOrNull();
        UUID task = row.uuidOrNull();
        var expiresAt = row.instantOrNull();
        var remindAt = row.instantOrNull();
        if (kind == null || node == null) {
            return null;
        }
        return new Wait(
                Wait.Kind.valueOf(kind),
                pause,
                node,
                input,
                event,
                task == null ? null : new TaskId(task),
                expiresAt,
                remindAt);
    }
}
