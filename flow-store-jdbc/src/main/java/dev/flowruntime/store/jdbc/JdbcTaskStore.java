package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.TaskStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tasks. */
final class JdbcTaskStore implements TaskStore {
    private static final String FIND = "select " + TaskTable.COLUMNS + " from flow_task where tenant_id = ? and id = ?";

    private static final String LIST = "select " + TaskTable.COLUMNS
            + " from flow_task where tenant_id = ? and execution_id = ? order by position";

    private static final String DUE = "select " + TaskTable.COLUMNS + ", %1$s from flow_task where " + TaskTable.OPEN
            + " and attempts %2$s max_attempts and due_at <= %1$s";

    private static final String OF_QUEUE = " and queue = ?";
    private static final String OF_TENANT = " and tenant_id = ?";
    private static final String LOCKED = " order by due_at limit ? for update skip locked";

    private static final String LEASE = """
            update flow_task set state = ?, attempts = ?, due_at = ?, generation = ?
            where tenant_id = ? and id = ?""";

    private static final String HELD = " where tenant_id = ? and id = ? and state = 'LEASED' and generation = ?";
    private static final String EXTEND = "update flow_task set due_at = %s" + HELD;
    private static final String RELEASE = "update flow_task set state = 'PENDING', due_at = ?" + HELD;

    private final Database database;
    private final String due;
    private final String exhausted;
    private final String extend;

    JdbcTaskStore(Database database) {
        this.database = database;
        this.due = DUE.formatted(database.dialect().now(), "<");
        this.exhausted = DUE.formatted(database.dialect().now(), ">=") + LOCKED;
        this.extend = EXTEND.formatted(database.dialect().later());
    }

    /** A task that is due, under its row lock, and the database's time. */
    private record Due(TaskRecord task, Instant now) {}

    @Override
    public List<TaskRecord> claim(@Nullable TenantId tenant, Set<String> queues, Claim claim) {
        return database.transact(tenant == null ? Scope.crossing() : Scope.of(tenant), connection -> {
            List<Due> found = new ArrayList<>();
            for (String queue : queues) {
                found.addAll(due(connection, tenant, queue, claim.limit()));
            }
            List<TaskRecord> claimed = found.stream()
                    .sorted(Comparator.comparing(due -> due.task.dueAt()))
                    .limit(claim.limit())
                    .map(due -> due.task.claimed(due.now.plus(claim.lease())))
                    .toList();
            lease(connection, claimed);
            return claimed;
        });
    }

    private List<Due> due(Connection connection, @Nullable TenantId tenant, String queue, int limit)
            throws SQLException {
        String sql = due + OF_QUEUE + (tenant == null ? "" : OF_TENANT) + LOCKED;
        return database.list(
                connection,
                sql,
                params -> {
                    params.text(queue);
                    if (tenant != null) {
                        params.uuid(tenant.value());
                    }
                    params.integer(limit);
                },
                row -> new Due(TaskTable.read(row), row.instant()));
    }

    @Override
    public List<TaskRecord> claimExhausted(Claim claim) {
        return database.transact(Scope.crossing(), connection -> {
            List<TaskRecord> claimed = database.list(
                    connection,
                    exhausted,
                    params -> params.integer(claim.limit()),
                    row -> TaskTable.read(row).reclaimed(row.instant().plus(claim.lease())));
            lease(connection, claimed);
            return claimed;
        });
    }

    private void lease(Connection connection, List<TaskRecord> claimed) throws SQLException {
        database.updateAll(
                connection,
                LEASE,
                claimed,
                (params, task) -> params.name(task.state())
                        .integer(task.attempts())
                        .instant(task.dueAt())
                        .number(task.generation())
                        .uuid(task.tenant().value())
                        .uuid(task.id().value()));
    }

    @Override
    public boolean extend(TaskRecord held, Instant now, Duration lease) {
        return changeHeld(held, extend, params -> params.number(lease.toNanos() / 1000));
    }

    @Override
    public boolean release(TaskRecord held, Instant dueAt) {
        return changeHeld(held, RELEASE, params -> params.instant(dueAt));
    }

    private boolean changeHeld(TaskRecord held, String sql, Binding binding) {
        return database.transact(
                Scope.of(held.tenant()),
                connection -> database.update(connection, sql, params -> {
                            binding.to(params);
                            params.uuid(held.tenant().value())
                                    .uuid(held.id().value())
                                    .number(held.generation());
                        })
                        > 0);
    }

    @Override
    public Optional<TaskRecord> find(TenantId tenant, TaskId id) {
        return database.find(
                Scope.of(tenant), FIND, params -> params.uuid(tenant.value()).uuid(id.value()), TaskTable::read);
    }

    @Override
    public List<TaskRecord> list(TenantId tenant, ExecutionId execution) {
        return database.list(
                Scope.of(tenant), LIST, params -> params.uuid(tenant.value()).uuid(execution.value()), TaskTable::read);
    }
}
