package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Execution;
import dev.flowruntime.model.Wait;
import dev.flowruntime.store.TurnCommit;
import java.sql.SQLException;

/**
 * Looks, within a commit, whether an event that ends the new wait came before it.
 *
 * <p>It is asked behind the statement that locks the execution's row, so it sees every event whose acceptance has let go of
 * that row; and every later acceptance sees the wait.
 */
final class PendingEvents {
    private static final String WAKE = """
            update flow_execution set wake_at = updated_at where tenant_id = ? and id = ? and exists (
              select 1 from flow_inbox_event i
              where i.tenant_id = ? and i.execution_id = ? and i.position is not null and not exists (
                select 1 from flow_consumed_event d
                where d.tenant_id = i.tenant_id and d.execution_id = i.execution_id and d.event_id = i.id)
            """;

    /** {@code Wait.isEndedBy}, by kind. */
    private static final String EVENT = " and i.name = ?)";

    private static final String TASK = " and (i.task_id is null and i.name = ? or i.task_id = ?))";

    private PendingEvents() {}

    /** Whether events can end the wait that the turn opens. */
    static boolean concern(TurnCommit turn) {
        Wait wait = turn.execution().openWait();
        return wait != null && (wait.kind() == Wait.Kind.EVENT || wait.kind() == Wait.Kind.TASK);
    }

    /** The update; it changes a row when there is such an event. */
    static String sql(TurnCommit turn) {
        Wait wait = turn.execution().openWait();
        return WAKE + (wait != null && wait.kind() == Wait.Kind.EVENT ? EVENT : TASK);
    }

    static void bind(Params params, Execution execution) throws SQLException {
        for (int i = 0; i < 2; i++) {
            params.uuid(execution.tenant().value()).uuid(execution.id().value());
        }
        Wait wait = execution.openWait();
        if (wait == null) {
            throw new IllegalStateException("only of a wait can events be pending");
        }
        params.text(wait.event());
        if (wait.kind() == Wait.Kind.TASK) {
            params.uuid(wait.task() == null ? null : wait.task().value());
        }
    }
}
