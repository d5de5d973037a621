package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.OutboxStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deliveries. Entries of one conversation and endpoint stand in a line, of which only the head may be claimed.
 *
 * <p>A claim that meets an entry behind the head parks it, so that no claim meets it again; whoever takes the head away brings
 * the next one back. Parking locks an earlier pending entry as well: as long as that lock is held nobody takes that entry away,
 * so no one who should have brought this one back has come too early.
 */
final class JdbcOutboxStore implements OutboxStore {
    /** How many batches of entries behind their heads one claim parks at the most. */
    private static final int ROUNDS = 10;

    private static final String FIND =
            "select " + OutboxEntryTable.COLUMNS + " from flow_outbox_entry o where o.tenant_id = ? and o.id = ?";

    private static final String DUE = "select " + OutboxEntryTable.COLUMNS + """
            , o.position, %1$s, exists (
              select 1 from flow_outbox_entry e
              where e.tenant_id = o.tenant_id and e.conversation_id = o.conversation_id
              and e.widget_key_id = o.widget_key_id and e.state = 'PENDING' and e.position < o.position)
            from flow_outbox_entry o
            where o.state = 'PENDING' and not o.parked and o.due_at <= %1$s
            order by o.due_at limit ? for update skip locked""";

    private static final String LINE = """
             from flow_outbox_entry
            where tenant_id = ? and conversation_id = ? and widget_key_id = ? and state = 'PENDING'""";

    private static final String EARLIER =
            "select id" + LINE + " and position < ? order by position limit 1 for update skip locked";

    private static final String NEXT = "select id" + LINE + " order by position limit 1 for update";

    private static final String PARK = "update flow_outbox_entry set parked = ? where tenant_id = ? and id = ?";

    private static final String LEASE = """
            update flow_outbox_entry set attempts = attempts + 1, due_at = ?, generation = generation + 1
            where tenant_id = ? and id = ?""";

    private static final String SETTLE = """
            update flow_outbox_entry set state = ?, due_at = ?
            where tenant_id = ? and id = ? and state = 'PENDING' and generation = ?""";

    private final Database database;
    private final String due;

    JdbcOutboxStore(Database database) {
        this.database = database;
        this.due = DUE.formatted(database.dialect().now());
    }

    /**
     * An entry that is due, under its row lock.
     *
     * @param behind whether an earlier one of its line was pending when it was read
     */
    private record Due(Delivery delivery, long position, Instant now, boolean behind) {}

    @Override
    public List<Delivery> claim(Claim claim) {
        return database.transact(Scope.crossing(), connection -> {
            List<Delivery> claimed = new ArrayList<>();
            int found = claim.limit();
            for (int i = 0; i < ROUNDS && claimed.size() < claim.limit() && found > 0; i++) {
                List<Due> batch = due(connection, claim.limit() - claimed.size());
                found = batch.size();
                List<Delivery> heads = new ArrayList<>();
                for (Due entry : batch) {
                    if (entry.behind) {
                        park(connection, entry);
                    } else {
                        heads.add(entry.delivery.claimed(entry.now.plus(claim.lease())));
                    }
                }
                lease(connection, heads);
                claimed.addAll(heads);
            }
            return List.copyOf(claimed);
        });
    }

    private List<Due> due(Connection connection, int limit) throws SQLException {
        return database.list(
                connection,
                due,
                params -> params.integer(limit),
                row -> new Due(OutboxEntryTable.read(row), row.number(), row.instant(), row.flag()));
    }

    /** Parks it unless the earlier entry is just being taken away; then a later claim looks again. */
    private void park(Connection connection, Due behind) throws SQLException {
        OutboxEntry entry = behind.delivery.entry();
        boolean locked = database.find(
                        connection,
                        EARLIER,
                        params -> {
                            bindLine(params, entry);
                            params.number(behind.position);
                        },
                        Row::uuid)
                .isPresent();
        if (locked) {
            setParked(connection, entry.tenant(), entry.id(), true);
        }
    }

    private void setParked(Connection connection, TenantId tenant, OutboxId id, boolean parked) throws SQLException {
        database.update(
                connection,
                PARK,
                params -> params.flag(parked).uuid(tenant.value()).uuid(id.value()));
    }

    private static void bindLine(Params params, OutboxEntry entry) throws SQLException {
        params.uuid(entry.tenant().value())
                .uuid(entry.conversation() == null ? null : entry.conversation().value())
                .uuid(entry.endpoint().value());
    }

    private void lease(Connection connection, List<Delivery> heads) throws SQLException {
        database.updateAll(
                connection,
                LEASE,
                heads,
                (params, delivery) -> params.instant(delivery.dueAt())
                        .uuid(delivery.entry().tenant().value())
                        .uuid(delivery.entry().id().value()));
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
            setParked(connection, gone.tenant(), next.get(), false);
        }
    }

    @Override
    public Optional<Delivery> find(TenantId tenant, OutboxId id) {
        return database.find(
                Scope.of(tenant), FIND, params -> params.uuid(tenant.value()).uuid(id.value()), OutboxEntryTable::read);
    }
}
