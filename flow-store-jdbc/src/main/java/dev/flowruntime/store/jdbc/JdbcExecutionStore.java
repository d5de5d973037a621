package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.Standing;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Executions and their history. */
final class JdbcExecutionStore implements ExecutionStore {
    private static final String FIND =
            "select " + ExecutionTable.COLUMNS + " from flow_execution e where e.tenant_id = ? and e.id = ?";

    private static final String LOAD = "select " + ExecutionTable.COLUMNS + ", " + ConversationTable.COLUMNS
            + " from flow_execution e"
            + " join flow_conversation c on c.tenant_id = e.tenant_id and c.id = e.conversation_id"
            + " where e.tenant_id = ? and e.id = ?";

    /** Goes by keys alone until the one row is found. */
    private static final String FIND_ASKING = "select " + ExecutionTable.COLUMNS + " from flow_execution e join ("
            + "select id from (select id, status, started_at from flow_execution"
            + " where tenant_id = ? and conversation_id = ? order by started_at desc, id desc limit " + ASKED_AMONG
            + ") newest where status = 'WAITING_INPUT' order by started_at desc, id desc limit 1) asking"
            + " on asking.id = e.id where e.tenant_id = ?";

    private static final String LIST_WAITING =
            "select " + ExecutionTable.COLUMNS + " from flow_execution e where e.tenant_id = ? and e.awaited_event = ?";

    private static final String AFTER = " and e.id > ?";
    private static final String IN_ORDER = " order by e.id limit ?";

    private static final String DUE = "select " + ExecutionTable.COLUMNS
            + ", %1$s from flow_execution e where e.wake_at <= %1$s and e.status %2$s 'RUNNING'"
            + " order by e.wake_at limit ? for update skip locked";

    /** How many conversations are asked for at once, each by its key. */
    private static final int TOGETHER = 16;

    private static final String CONVERSATIONS =
            String.join(" union all ", Collections.nCopies(TOGETHER, ConversationTable.FIND));

    private static final String LEASED = "wake_at = %s, attempts = t.attempts + 1";

    private static final String RESCHEDULE = """
            update flow_execution set wake_at = ?
            where tenant_id = ? and id = ? and revision = ? and wake_at = ? and attempts = ?""";

    private static final String LIST_HISTORY = "select " + HistoryEventTable.COLUMNS
            + " from flow_history_event h join flow_execution e on h.tenant_id = e.tenant_id and h.conversation_id = e.conversation_id"
            + " and h.execution_id = e.id where e.tenant_id = ? and e.id = ? order by h.revision";

    private final Database database;
    private final CommitDesk desk;
    private final Leasing dueWaits;
    private final Leasing dueSteps;

    JdbcExecutionStore(Database database, CommitDesk desk) {
        this.database = database;
        this.desk = desk;
        Dialect dialect = database.dialect();
        this.dueWaits = new Leasing(database, "flow_execution", DUE.formatted(dialect.now(), "<>"), LEASED);
        this.dueSteps = new Leasing(database, "flow_execution", DUE.formatted(dialect.now(), "="), LEASED);
    }

    @Override
    public TurnOutcome commit(TurnCommit turn) {
        return desk.commit(turn);
    }

    @Override
    public Optional<Execution> find(TenantId tenant, ExecutionId id) {
        return database.find(
                Scope.of(tenant), FIND, params -> params.uuid(tenant.value()).uuid(id.value()), ExecutionTable::read);
    }

    @Override
    public Optional<Standing> load(TenantId tenant, ExecutionId id) {
        return database.find(
                Scope.of(tenant),
                LOAD,
                params -> params.uuid(tenant.value()).uuid(id.value()),
                row -> new Standing(ExecutionTable.read(row), ConversationTable.read(row)));
    }

    @Override
    public Optional<Execution> findAsking(TenantId tenant, ConversationId conversation) {
        return database.find(
                Scope.of(tenant),
                FIND_ASKING,
                params -> params.uuid(tenant.value()).uuid(conversation.value()).uuid(tenant.value()),
                ExecutionTable::read);
    }

    @Override
    public List<Execution> listWaiting(TenantId tenant, String event, @Nullable ExecutionId after, int limit) {
        return database.list(
                Scope.of(tenant),
                LIST_WAITING + (after == null ? "" : AFTER) + IN_ORDER,
                params -> {
                    params.uuid(tenant.value()).text(event);
                    if (after != null) {
                        params.uuid(after.value());
                    }
                    params.integer(limit);
                },
                ExecutionTable::read);
    }

    @Override
    public List<Standing> claimDue(Due kind, Claim claim) {
        Leasing due = kind == Due.STEP ? dueSteps : dueWaits;
        return database.transact(
                Scope.crossing(),
                connection -> withConversations(
                        connection,
                        due.take(
                                connection,
                                claim.lease(),
                                params -> params.integer(claim.limit()),
                                row -> {
                                    Execution found = ExecutionTable.read(row);
                                    return found.claimed(row.instant().plus(claim.lease()));
                                },
                                JdbcExecutionStore::key)));
    }

    private List<Standing> withConversations(Connection connection, List<Execution> executions) throws SQLException {
        Map<ConversationKey, Conversation> conversations = new HashMap<>();
        for (int from = 0; from < executions.size(); from += TOGETHER) {
            List<Execution> some = executions.subList(from, Math.min(from + TOGETHER, executions.size()));
            for (Conversation found : database.list(
                    connection, CONVERSATIONS, params -> bindConversations(params, some), ConversationTable::read)) {
                conversations.put(new ConversationKey(found.tenant(), found.id()), found);
            }
        }
        List<Standing> standing = new ArrayList<>(executions.size());
        for (Execution execution : executions) {
            Conversation conversation =
                    conversations.get(new ConversationKey(execution.tenant(), execution.conversation()));
            if (conversation != null) {
                standing.add(new Standing(execution, conversation));
            }
        }
        return standing;
    }

    private record ConversationKey(TenantId tenant, ConversationId id) {}

    /** The last takes the places that are left. */
    private static void bindConversations(Params params, List<Execution> executions) throws SQLException {
        for (int i = 0; i < TOGETHER; i++) {
            Execution execution = executions.get(Math.min(i, executions.size() - 1));
            params.uuid(execution.tenant().value())
                    .uuid(execution.conversation().value());
        }
    }

    private static Leasing.Key key(Execution claimed) {
        return new Leasing.Key(
                claimed.tenant().value(), claimed.id().value(), Objects.requireNonNull(claimed.wakeAt()));
    }

    @Override
    public void reschedule(Execution claimed, @Nullable Instant wakeAt) {
        database.transactTwice(
                Scope.of(claimed.tenant()),
                connection -> database.update(
                        connection,
                        RESCHEDULE,
                        params -> params.instant(wakeAt)
                                .uuid(claimed.tenant().value())
                                .uuid(claimed.id().value())
                                .number(claimed.revision())
                                .instant(claimed.wakeAt())
                                .integer(claimed.attempts())));
    }

    @Override
    public List<HistoryEvent> listHistory(TenantId tenant, ExecutionId id) {
        return database.list(
                Scope.of(tenant),
                LIST_HISTORY,
                params -> params.uuid(tenant.value()).uuid(id.value()),
                HistoryEventTable::read);
    }
}
