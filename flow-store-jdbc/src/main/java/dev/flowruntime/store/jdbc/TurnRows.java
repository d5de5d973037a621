package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.store.TurnCommit;
import java.sql.SQLException;
import java.util.Collections;

/** Statements of a turn's commit that belong to no table's class. */
final class TurnRows {
    static final Insert CONSUMED = Insert.into("flow_consumed_event", "tenant_id", "execution_id", "event_id");

    private TurnRows() {}

    /** The place of a new task among its execution's: by the turn that made it, and within that by its index. */
    static long position(TurnCommit turn, int index) {
        return (turn.execution().revision() << 20) + index;
    }

    static String withdraw(int tasks) {
        return "update flow_task set state = 'WITHDRAWN' where tenant_id = ? and execution_id = ? and id in ("
                + String.join(", ", Collections.nCopies(tasks, "?"))
                + ") and " + TaskTable.OPEN;
    }

    static void bindWithdraw(Values params, TurnCommit turn) throws SQLException {
        Execution execution = turn.execution();
        params.uuid(execution.tenant().value()).uuid(execution.id().value());
        for (TaskId task : turn.withdrawn()) {
            params.uuid(task.value());
        }
    }

    static void bindConsumed(Values params, TurnCommit turn) throws SQLException {
        EventId consumed = turn.consumed();
        if (consumed == null) {
            throw new IllegalStateException("the turn consumes no event");
        }
        params.uuid(turn.execution().tenant().value())
                .uuid(turn.execution().id().value())
                .uuid(consumed.value());
    }
}
