package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.InboxEventStore;
import dev.flowruntime.store.TaskSettlement;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events from outside, and which executions have consumed them. */
final class JdbcInboxEventStore implements InboxEventStore {
    private static final int TRIES = 10;

    private static final String TARGET = "select " + ExecutionTable.COLUMNS
            + ", e.last_event from flow_execution e where e.tenant_id = ? and e.id = ?";

    private static final String LOCK = TARGET + " for update";

    private static final String SAME = """
            select id, fingerprint, reply from flow_inbox_event
            where tenant_id = ? and (idempotency_key = ? or id = ?) order by idempotency_key is null""";

    private static final String SETTLE =
            "update flow_task set state = ? where tenant_id = ? and id = ? and execution_id = ?" + " and "
                    + TaskTable.OPEN;

    private static final String BY_HOLDER = " and state = 'LEASED' and generation = ?";

    private static final String COUNT =
            "update flow_execution set last_event = ?, wake_at = ? where tenant_id = ? and id = ?";

    private static final String LIST_PENDING = "select " + InboxEventTable.COLUMNS + """
             from flow_inbox_event i
            where i.tenant_id = ? and i.execution_id = ? and i.position is not null and not exists (
              select 1 from flow_consumed_event d
              where d.tenant_id = i.tenant_id and d.execution_id = i.execution_id and d.event_id = i.id)
            order by i.position""";

    private static final String FINISH =
            "update flow_inbox_event set reply = ?, due_at = null where tenant_id = ? and id = ? and reply is null";

    private static final String UNFINISHED = "select " + InboxEventTable.COLUMNS
            + ", %1$s from flow_inbox_event i where i.due_at <= %1$s order by i.due_at limit ? for update skip locked";

    private static final String LEASED = "due_at = %s";

    private final Database database;
    private final String insert;
    private final Leasing unfinished;

    JdbcInboxEventStore(Database database) {
        this.database = database;
        this.insert = InboxEventTable.insert(database.dialect().later());
        Dialect dialect = database.dialect();
        this.unfinished = new Leasing(database, "flow_inbox_event", UNFINISHED.formatted(dialect.now()), LEASED);
    }

    /** An execution under its row lock. */
    private record Target(Execution execution, long lastEvent) {}

    /** A same event, or a closed task: what was written so far is taken back. */
    private static final class NotAcceptedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAcceptedException() {
            super("the event is not accepted", null, false, false);
        }
    }

    @Override
    public EventOutcome accept(EventAcceptance acceptance) {
        Scope scope = Scope.of(acceptance.event().tenant());
        boolean lost = false;
        for (int i = 1; ; i++) {
            try {
                EventOutcome outcome = database.tryTransact(scope, connection -> accept(connection, acceptance));
                return lost && isThis(outcome, acceptance.event()) ? accepted(acceptance.event()) : outcome;
            } catch (NotAcceptedException e) {
                return new EventOutcome.TaskClosed();
            } catch (LostCommitException e) {
                lost = true;
                if (i >= TRIES) {
                    throw Failures.toStoreException(e);
                }
            } catch (SQLException e) {
                // Another came first with the same key: what it has stored is seen from the start.
                if (!Failures.isDuplicateKey(e) || i >= TRIES) {
                    throw Database.refusal(e);
                }
            }
        }
    }

    private static boolean isThis(EventOutcome outcome, InboxEvent event) {
        return outcome instanceof EventOutcome.Duplicate same && same.id().equals(event.id());
    }

    /** It was accepted by a try whose answer was lost. */
    private EventOutcome accepted(InboxEvent event) {
        ExecutionId execution = event.execution();
        return new EventOutcome.Accepted(
                execution == null
                        ? null
                        : database.find(
                                        Scope.of(event.tenant()),
                                        TARGET,
                                        params -> params.uuid(event.tenant().value())
                                                .uuid(execution.value()),
                                        ExecutionTable::read)
                                .orElse(null));
    }

    private EventOutcome accept(Connection connection, EventAcceptance acceptance) throws SQLException {
        InboxEvent event = acceptance.event();
        Target target = event.execution() == null ? null : lock(connection, event, event.execution());
        Optional<EventOutcome> same = database.find(
                connection,
                SAME,
                params -> params.uuid(event.tenant().value())
                        .text(event.idempotencyKey())
                        .uuid(event.id().value()),
                row -> new EventOutcome.Duplicate(new EventId(row.uuid()), row.text(), row.jsonOrNull()));
        if (same.isPresent()) {
            return same.get();
        }
        settle(connection, event, acceptance.settlement(), target);
        Long position = target == null ? null : target.lastEvent + 1;
        insert(connection, acceptance, position);
        return new EventOutcome.Accepted(target == null ? null : count(connection, event, target));
    }

    private @Nullable Target lock(Connection connection, InboxEvent event, ExecutionId execution) throws SQLException {
        return database.find(
                        connection,
                        LOCK,
                        params -> params.uuid(event.tenant().value()).uuid(execution.value()),
                        row -> new Target(ExecutionTable.read(row), row.number()))
                .orElse(null);
    }

    private void settle(
            Connection connection, InboxEvent event, @Nullable TaskSettlement settlement, @Nullable Target target)
            throws SQLException {
        if (settlement == null) {
            return;
        }
        Long generation = settlement.generation();
        boolean settled = target != null
                && database.update(connection, SETTLE + (generation == null ? "" : BY_HOLDER), params -> {
                            params.name(settlement.state())
                                    .uuid(event.tenant().value())
                                    .uuid(settlement.task().value())
                                    .uuid(target.execution.id().value());
                            if (generation != null) {
                                params.number(generation);
                            }
                        })
                        > 0;
        if (!settled) {
            throw new NotAcceptedException();
        }
    }

    private void insert(Connection connection, EventAcceptance acceptance, @Nullable Long position)
            throws SQLException {
        database.update(connection, insert, params -> {
            InboxEventTable.bind(params, acceptance, position);
            params.number(micros(acceptance.lease()));
        });
    }

    private Execution count(Connection connection, InboxEvent event, Target target) throws SQLException {
        Execution execution = target.execution;
        boolean ended = execution.openWait() != null && execution.openWait().isEndedBy(event);
        Instant wakeAt = ended ? event.receivedAt() : execution.wakeAt();
        database.update(
                connection,
                COUNT,
                params -> params.number(target.lastEvent + 1)
                        .instant(wakeAt)
                        .uuid(execution.tenant().value())
                        .uuid(execution.id().value()));
        return execution.waking(wakeAt);
    }

    private static long micros(Duration lease) {
        return lease.toNanos() / 1000;
    }

    @Override
    public List<InboxEvent> listPending(TenantId tenant, ExecutionId execution) {
        return database.list(
                Scope.of(tenant),
                LIST_PENDING,
                params -> params.uuid(tenant.value()).uuid(execution.value()),
                InboxEventTable::read);
    }

    @Override
    public void finish(TenantId tenant, EventId id, Json reply) {
        database.transactTwice(
                Scope.of(tenant),
                connection -> database.update(
                        connection,
                        FINISH,
                        params -> params.json(reply).uuid(tenant.value()).uuid(id.value())));
    }

    private record Claimed(InboxEvent event, Instant until) {}

    @Override
    public List<InboxEvent> claimUnfinished(Claim claim) {
        return database.transact(
                Scope.crossing(),
                connection -> unfinished
                        .take(
                                connection,
                                claim.lease(),
                                params -> params.integer(claim.limit()),
                                row -> new Claimed(
                                        InboxEventTable.read(row), row.instant().plus(claim.lease())),
                                claimed -> new Leasing.Key(
                                        claimed.event.tenant().value(),
                                        claimed.event.id().value(),
                                        claimed.until))
                        .stream()
                        .map(Claimed::event)
                        .toList());
    }
}
