package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.OutboxStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries. Entries of one conversation and endpoint stand in a line, of which only the head may be claimed.
 *
 * <p>A claim that meets an entry behind the head parks it, so that no claim meets it again; whoever takes the head away brings
 * the next one back. Parking locks an earlier pending entry as well: as long as that lock is held nobody takes that entry away,
 * so no one who should have brought this one back has come too early.
 */
final class JdbcOutboxStore implements OutboxStore {
    /** How many batches of entries behind their heads one claim parks at the most. */
    private static final int ROUNDS = 5;

    private static final String FIND =
            "select " + OutboxEntryTable.COLUMNS + " from flow_outbox_entry o where o.tenant_id = ? and o.id = ?";

    private static final String DUE = "select " + OutboxEntryTable.COLUMNS + """
            , o.position, %1$s, exists (
              select 1 from flow_outbox_entry e
              where e.tenant_id = o.tenant_id and e.conversation_id = o.conversation_id
              and e.widget_key_id = o.widget_key_id and e.state = 'PENDING' and e.position < o.position) as behind
            from flow_outbox_entry o
            where o.state = 'PENDING' and not o.parked and o.due_at <= %1$s
            order by o.due_at limit ? for update skip locked""";

    private static final String LINE = """
             from flow_outbox_entry
            where tenant_id = ? and conversation_id = ? and widget_key_id = ? and state = 'PENDING'""";

    private static final String EARLIER =
            "select position" + LINE + " and position < ? order by position limit 1 for update skip locked";

    private static final String NEXT = "select id" + LINE + " order by position limit 1 for update";

    private static final String PARK = "update flow_outbox_entry set parked = ? where tenant_id = ? and id = ?";

    private static final String LEASED = "attempts = t.attempts + 1, due_at = %s, generation = t.generation + 1";

    private static final String SETTLE = """
            update flow_outbox_entry set state = ?, due_at = ?
            where tenant_id = ? and id = ? and state = 'PENDING' and generation = ?""";

    private final Database database;
    private final Leasing due;

    JdbcOutboxStore(Database database) {
        this.database = database;
        Dialect dialect = database.dialect();
        this.due =
                new Leasing(database, "flow_outbox_entry", DUE.formatted(dialect.now()), LEASED, " and not due.behind");
    }

    /**
     * An entry that is due, under its row lock.
     *
     * @param behind whether an earlier one of its line was pending when it was read
     */
    private record Due(Delivery delivery, long position, Instant now, boolean behind) {}

    /** What keeps its order. */
    private record Line(TenantId tenant, @Nullable ConversationId conversation, WidgetKeyId endpoint) {
        static Line of(Due due) {
            OutboxEntry entry = due.delivery.entry();
            return new Line(entry.tenant(), entry.conversation(), entry.endpoint());
        }
    }

    @Override
    public List<Delivery> claim(Claim claim) {
        return database.transact(Scope.crossing(), connection -> {
            List<Delivery> claimed = new ArrayList<>();
            int found = claim.limit();
            for (int i = 0; i < ROUNDS && claimed.size() < claim.limit() && found > 0; i++) {
                List<Due> batch = take(connection, claim, claim.limit() - claimed.size());
                found = batch.size();
                park(connection, batch);
                batch.stream()
                        .filter(due -> !due.behind)
                        .map(due -> due.delivery.claimed(due.now.plus(claim.lease())))
                        .forEach(claimed::add);
            }
            return List.copyOf(claimed);
        });
    }

    private List<Due> take(Connection connection, Claim claim, int limit) throws SQLException {
        return due.take(
                connection,
                claim.lease(),
                params -> params.integer(limit),
                row -> new Due(OutboxEntryTable.read(row), row.number(), row.instant(), row.flag()),
                due -> key(due, claim.lease()));
    }

    private static Leasing.@Nullable Key key(Due due, Duration lease) {
        OutboxEntry entry = due.delivery.entry();
        return due.behind
                ? null
                : new Leasing.Key(entry.tenant().value(), entry.id().value(), due.now.plus(lease));
    }

    /** Parks the entries that are behind, unless the earlier one is just being taken away; then a later claim looks again. */
    private void park(Connection connection, List<Due> batch) throws SQLException {
        Map<Line, Long> locked = new HashMap<>();
        for (Due due : batch) {
            if (!due.behind && due.delivery.entry().conversation() != null) {
                locked.put(Line.of(due), due.position);
            }
        }
        List<OutboxEntry> parked = new ArrayList<>();
        for (Due due : batch) {
            if (due.behind) {
                Line line = Line.of(due);
                if (!locked.containsKey(line)) {
                    locked.put(line, lockEarlier(connection, due));
                }
                if (locked.get(line) < due.position) {
                    parked.add(due.delivery.entry());
                }
            }
        }
        database.updateAll(
                connection,
                PARK,
                parked,
                (params, entry) -> params.flag(true)
                        .uuid(entry.tenant().value())
                        .uuid(entry.id().value()));
    }

    /** The position of the first pending entry of the line, which is locked now; beyond all when another has locked it. */
    private long lockEarlier(Connection connection, Due behind) throws SQLException {
        return database.find(
                        connection,
                        EARLIER,
                        params -> {
                            bindLine(params, behind.delivery.entry());
                            params.number(behind.position);
                        },
                        Row::number)
                .orElse(Long.MAX_VALUE);
    }

    private static void bindLine(Params params, OutboxEntry entry) throws SQLException {
        params.uuid(entry.tenant().value())
                .uuid(entry.conversation() == null ? null : entry.conversation().value())
                .uuid(entry.endpoint().value());
    }

    @Override
    public boolean settle(Delivery held, Delivery.State state, Instant dueAt) {
        OutboxEntry entry = held.entry();
        return database.transact(Scope.of(entry.tenant()), connection -> {
            int settled = database.update(
                    connection,
                    SETTLE,
                    params -> params.name(state)
                            .instant(dueAt)
                            .uuid(entry.tenant().value())
                            .uuid(entry.id().value())
                            .number(held.generation()));
            if (settled > 0 && state != Delivery.State.PENDING && entry.conversation() != null) {
                bringBackNext(connection, entry);
            }
            return settled > 0;
        });
    }

    private void bringBackNext(Connection connection, OutboxEntry gone) throws SQLException {
        Optional<OutboxId> next =
                database.find(connection, NEXT, params -> bindLine(params, gone), row -> new OutboxId(row.uuid()));
        if (next.isPresent()) {
            database.update(
                    connection,
                    PARK,
                    params -> params.flag(false)
                            .uuid(gone.tenant().value())
                            .uuid(next.get().value()));
        }
    }

    @Override
    public Optional<Delivery> find(TenantId tenant, OutboxId id) {
        return database.find(
                Scope.of(tenant), FIND, params -> params.uuid(tenant.value()).uuid(id.value()), OutboxEntryTable::read);
    }
}
