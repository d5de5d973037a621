package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Completion;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Goal;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.CompletionOutcome;
import dev.flowruntime.store.GoalCount;
import dev.flowruntime.store.GoalStore;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.TrafficRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goals in {@code flow_goal}, and their completions. */
final class JdbcGoalStore implements GoalStore {
    private static final String COUNT_OF_CODE = "select 1 from flow_goal where tenant_id = ? and code = ?";
    private static final String INSERT = """
            insert into flow_goal (name, kind, event, match_props, is_primary, status, created_at, tenant_id, code)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String UPDATE = """
            update flow_goal set name = ?, kind = ?, event = ?, match_props = ?, is_primary = ?, status = ?, created_at = ?
            where tenant_id = ? and code = ?
            """;
    private static final String LIST = """
            select tenant_id, code, name, kind, event, match_props, is_primary, status, created_at from flow_goal
            where tenant_id = ? order by code
            """;
    private static final String OF_REFERENCE =
            CompletionTable.LIST + "where tenant_id = ? and goal = ? and external_ref = ?";
    private static final String OF_CONVERSATION = CompletionTable.LIST
            + "where tenant_id = ? and goal = ? and conversation_id = ? order by recorded_at, id limit 1";
    private static final String OF_ID = CompletionTable.LIST + "where tenant_id = ? and id = ?";
    private static final String COUNTS = """
            select goal, currency, count(*), coalesce(sum(value_micros), 0) from flow_completion
            """ + Pages.IN_RANGE + """
            group by goal, currency order by goal, case when currency is null then 0 else 1 end, currency
            """;

    private final Database database;
    private final Upsert upsert;
    private final AuditedUnit unit;

    JdbcGoalStore(Database database) {
        this.database = database;
        this.upsert = new Upsert(database);
        this.unit = new AuditedUnit(database);
    }

    @Override
    public boolean add(Goal goal) {
        return upsert.run(
                Scope.of(goal.tenant()),
                connection -> database.find(
                                        connection,
                                        COUNT_OF_CODE,
                                        params -> params.uuid(goal.tenant().value())
                                                .text(goal.code()),
                                        Row::integer)
                                .isEmpty()
                        && database.update(connection, INSERT, params -> bind(params, goal)) > 0,
                () -> new StoreException(Retry.AT_ONCE, "others add the same goal"));
    }

    @Override
    public boolean replace(Goal goal) {
        return database.transactTwice(
                Scope.of(goal.tenant()),
                connection -> database.update(connection, UPDATE, params -> bind(params, goal)) > 0);
    }

    private static void bind(Params params, Goal goal) throws SQLException {
        params.text(goal.name())
                .name(goal.kind())
                .text(goal.event())
                .json(goal.match())
                .flag(goal.primary())
                .name(goal.status())
                .instant(goal.createdAt())
                .uuid(goal.tenant().value())
                .text(goal.code());
    }

    @Override
    public List<Goal> list(TenantId tenant) {
        return database.list(
                Scope.of(tenant),
                LIST,
                params -> params.uuid(tenant.value()),
                row -> new Goal(
                        new TenantId(row.uuid()),
                        row.text(),
                        row.text(),
                        row.name(Goal.Kind.class),
                        row.textOrNull(),
                        row.json(),
                        row.flag(),
                        row.name(Goal.Status.class),
                        row.instant()));
    }

    @Override
    public CompletionOutcome complete(Completion completion, AuditRecord audit) {
        return unit.run(
                audit, connection -> store(connection, completion), connection -> outcome(connection, completion));
    }

    private CompletionOutcome store(Connection connection, Completion completion) throws SQLException {
        Optional<Completion> first = first(connection, completion);
        if (first.isPresent()) {
            return new CompletionOutcome.Known(first.get());
        }
        database.update(
                connection, CompletionTable.INSERT.values(), params -> CompletionTable.bind(params, completion));
        return new CompletionOutcome.Recorded();
    }

    private Optional<Completion> first(Connection connection, Completion completion) throws SQLException {
        String reference = completion.externalRef();
        if (reference != null) {
            return database.find(
                    connection,
                    OF_REFERENCE,
                    params -> params.uuid(completion.tenant().value())
                            .text(completion.goal())
                            .text(reference),
                    CompletionTable::read);
        }
        ConversationId conversation = completion.conversation();
        return conversation == null
                ? Optional.empty()
                : database.find(
                        connection,
                        OF_CONVERSATION,
                        params -> params.uuid(completion.tenant().value())
                                .text(completion.goal())
                                .uuid(conversation.value()),
                        CompletionTable::read);
    }

    /** Of one that was stored by a try whose answer was lost. */
    private CompletionOutcome outcome(Connection connection, Completion completion) throws SQLException {
        boolean recorded = database.find(
                        connection,
                        OF_ID,
                        params -> params.uuid(completion.tenant().value()).uuid(completion.id()),
                        CompletionTable::read)
                .isPresent();
        Optional<Completion> first = recorded ? Optional.empty() : first(connection, completion);
        return first.<CompletionOutcome>map(CompletionOutcome.Known::new).orElseGet(CompletionOutcome.Recorded::new);
    }

    @Override
    public List<Completion> listCompletions(
            TenantId tenant, @Nullable String goal, TrafficRange range, @Nullable Position after, int limit) {
        String sql =
                CompletionTable.LIST + Pages.IN_RANGE + (goal == null ? "" : "and goal = ?\n") + Pages.order(after);
        Binding binding = params -> {
            Pages.bindRange(params, tenant, range);
            if (goal != null) {
                params.text(goal);
            }
            Pages.bindPage(params, after, limit);
        };
        return database.list(Scope.of(tenant), sql, binding, CompletionTable::read);
    }

    @Override
    public List<GoalCount> countCompletions(TenantId tenant, TrafficRange range) {
        return database.list(
                Scope.of(tenant),
                COUNTS,
                params -> Pages.bindRange(params, tenant, range),
                row -> new GoalCount(row.text(), row.textOrNull(), row.number(), row.number()));
    }
}
