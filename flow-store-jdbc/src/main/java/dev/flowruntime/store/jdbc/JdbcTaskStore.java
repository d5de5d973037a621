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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tasks. */
final class JdbcTaskStore implements TaskStore {
    private static final String FIND = "select " + TaskTable.COLUMNS + " from flow_task where tenant_id = ? and id = ?";

    private static final String LIST = "select " + TaskTable.COLUMNS
            + " from flow_task where tenant_id = ? and execution_id = ? order by position";

    private static final String DUE =
            " from flow_task where " + TaskTable.OPEN + " and attempts %2$s max_attempts and due_at <= %1$s";

    private static final String TASKS = "select " + TaskTable.COLUMNS + ", %1$s";
    private static final String TIMES = "select due_at";
    private static final String OF_QUEUE = " and queue = ?";
    private static final String OF_TENANT = " and tenant_id = ?";
    private static final String LONGEST_FIRST = " order by due_at limit ?";
    private static final String LOCKED = " for update skip locked";
    private static final String LEASED = "state = 'LEASED', due_at = %s, generation = t.generation + 1";
    private static final String ONE_MORE = ", attempts = t.attempts + 1";

    private static final String HELD = " where tenant_id = ? and id = ? and state = 'LEASED' and generation = ?";
    private static final String EXTEND = "update flow_task set due_at = %s" + HELD;
    private static final String RELEASE = "update flow_task set state = 'PENDING', attempts = ?, due_at = ?" + HELD;

    private final Database database;
    private final String due;
    private final Leasing ofQueue;
    private final Leasing ofTenantsQueue;
    private final Leasing ofQueueUncounted;
    private final Leasing exhausted;
    private final String extend;

    JdbcTaskStore(Database database) {
        this.database = database;
        Dialect dialect = database.dialect();
        this.due = DUE.formatted(dialect.now(), "<") + OF_QUEUE;
        String tasks = TASKS.formatted(dialect.now()) + due;
        this.ofQueue = new Leasing(database, "flow_task", tasks + LONGEST_FIRST + LOCKED, LEASED + ONE_MORE);
        this.ofTenantsQueue =
                new Leasing(database, "flow_task", tasks + OF_TENANT + LONGEST_FIRST + LOCKED, LEASED + ONE_MORE);
        this.ofQueueUncounted = new Leasing(database, "flow_task", tasks + LONGEST_FIRST + LOCKED, LEASED);
        this.exhausted = new Leasing(
                database, "flow_task", (TASKS + DUE).formatted(dialect.now(), ">=") + LONGEST_FIRST + LOCKED, LEASED);
        this.extend = EXTEND.formatted(dialect.later());
    }

    /**
     * A claimed task.
     *
     * @param due when it was due
     */
    private record Claimed(TaskRecord task, Instant due) {}

    /**
     * Whose tasks are claimed, and how.
     *
     * @param tenant null for all
     * @param leased a task, as it stands under a lease that ends then
     */
    private record Taking(
            @Nullable TenantId tenant, Leasing leasing, BiFunction<TaskRecord, Instant, TaskRecord> leased) {
        void bind(Params params, String queue, int limit) throws SQLException {
            params.text(queue);
            if (tenant != null) {
                params.uuid(tenant.value());
            }
            params.integer(limit);
        }
    }

    @Override
    public List<TaskRecord> claim(@Nullable TenantId tenant, Set<String> queues, Claim claim) {
        return claim(new Taking(tenant, tenant == null ? ofQueue : ofTenantsQueue, TaskRecord::claimed), queues, claim);
    }

    @Override
    public List<TaskRecord> claimUncounted(Set<String> queues, Claim claim) {
        return claim(new Taking(null, ofQueueUncounted, TaskRecord::reclaimed), queues, claim);
    }

    private List<TaskRecord> claim(Taking taking, Set<String> queues, Claim claim) {
        Scope scope = taking.tenant == null ? Scope.crossing() : Scope.of(taking.tenant);
        return database.transact(scope, connection -> {
            List<Claimed> claimed = new ArrayList<>();
            for (Map.Entry<String, Integer> share :
                    shares(connection, taking, queues, claim).entrySet()) {
                claimed.addAll(claim(
                        connection, taking, share.getKey(), new Claim(claim.now(), claim.lease(), share.getValue())));
            }
            return claimed.stream()
                    .sorted(Comparator.comparing(Claimed::due))
                    .map(Claimed::task)
                    .toList();
        });
    }

    /** How many tasks to take from each queue, so that the longest due of all of them are taken. */
    private Map<String, Integer> shares(Connection connection, Taking taking, Set<String> queues, Claim claim)
            throws SQLException {
        if (queues.size() == 1) {
            return Map.of(queues.iterator().next(), claim.limit());
        }
        List<Map.Entry<String, Instant>> times = new ArrayList<>();
        String sql = TIMES + due + (taking.tenant == null ? "" : OF_TENANT) + LONGEST_FIRST;
        for (String queue : queues) {
            times.addAll(database.list(
                    connection,
                    sql,
                    params -> taking.bind(params, queue, claim.limit()),
                    row -> Map.entry(queue, row.instant())));
        }
        return times.stream()
                .sorted(Map.Entry.comparingByValue())
                .limit(claim.limit())
                .collect(Collectors.toMap(Map.Entry::getKey, time -> 1, Integer::sum));
    }

    private static List<Claimed> claim(Connection connection, Taking taking, String queue, Claim claim)
            throws SQLException {
        return taking.leasing.take(
                connection,
                claim.lease(),
                params -> taking.bind(params, queue, claim.limit()),
                row -> {
                    TaskRecord task = TaskTable.read(row);
                    Instant until = row.instant().plus(claim.lease());
                    return new Claimed(taking.leased.apply(task, until), task.dueAt());
                },
                claimed -> key(claimed.task));
    }

    private static Leasing.Key key(TaskRecord task) {
        return new Leasing.Key(task.tenant().value(), task.id().value(), task.dueAt());
    }

    @Override
    public List<TaskRecord> claimExhausted(Claim claim) {
        return database.transact(
                Scope.crossing(),
                connection -> exhausted.take(
                        connection,
                        claim.lease(),
                        params -> params.integer(claim.limit()),
                        row -> TaskTable.read(row).reclaimed(row.instant().plus(claim.lease())),
                        JdbcTaskStore::key));
    }

    @Override
    public boolean extend(TaskRecord held, Instant now, Duration lease) {
        return changeHeld(held, extend, params -> params.number(lease.toNanos() / 1000));
    }

    @Override
    public boolean release(TaskRecord held, Instant dueAt) {
        return changeHeld(
                held, RELEASE, params -> params.integer(held.attempts()).instant(dueAt));
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
