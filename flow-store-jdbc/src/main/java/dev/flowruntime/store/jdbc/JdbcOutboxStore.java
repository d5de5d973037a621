package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.DeliveryFilter;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.OutboxBacklog;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.Settlement;
import dev.flowruntime.store.jdbc.DueEntries.Due;
import java.sql.Connection;
import java.sql.SQLException;
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
    /** How often one claim looks again because it met entries behind their heads. */
    private static final int ROUNDS = 20;
    /** How many more it looks at then, for each endpoint. */
    private static final int MORE = 50;

    private static final String SELECT = "select " + OutboxEntryTable.COLUMNS + " from flow_outbox_entry o";

    private static final String FIND = SELECT + " where o.tenant_id = ? and o.id = ?";

    private static final String LINE = """
             from flow_outbox_entry
            where tenant_id = ? and conversation_id = ? and widget_key_id = ? and state = 'PENDING'""";

    private static final String EARLIER =
            "select position" + LINE + " and position < ? order by position limit 1 for update skip locked";

    private static final String NEXT = "select id" + LINE + " order by position limit 1 for update";

    private static final String PARK = "update flow_outbox_entry set parked = ? where tenant_id = ? and id = ?";

    private static final String SETTLE = """
            update flow_outbox_entry set state = ?, due_at = ?, attempts = ?, error = ?, gap = ?
            where tenant_id = ? and id = ? and state = 'PENDING' and generation = ?""";

    private static final String CLOSE_GAP = """
            update flow_outbox_entry set gap = ?
            where tenant_id = ? and conversation_id = ? and widget_key_id = ? and state = 'DEAD' and gap""";

    private static final String REPLAY = """
            update flow_outbox_entry
            set state = 'PENDING', due_at = ?, attempts = 0, generation = generation + 1, gap = ?, parked = ?
            where tenant_id = ? and id = ? and state = 'DEAD'""";

    private final Database database;
    private final DueEntries due;

    JdbcOutboxStore(Database database) {
        this.database = database;
        this.due = new DueEntries(database);
    }

    /** What keeps its order. */
    private record Line(TenantId tenant, @Nullable ConversationId conversation, WidgetKeyId endpoint) {
        static Line of(Due due) {
            OutboxEntry entry = due.delivery().entry();
            return new Line(entry.tenant(), entry.conversation(), entry.endpoint());
        }
    }

    @Override
    public List<Delivery> claim(Claim claim, EndpointLimits limits) {
        return database.transact(Scope.crossing(), connection -> {
            List<Delivery> claimed = new ArrayList<>();
            boolean again = true;
            for (int i = 0; i < ROUNDS && claimed.size() < claim.limit() && again; i++) {
                Claim rest = new Claim(claim.now(), claim.lease(), claim.limit() - claimed.size());
                List<Due> batch = due.take(connection, rest, limits.less(claimed), i * MORE);
                again = batch.stream().anyMatch(Due::behind);
                park(connection, batch);
                batch.stream()
                        .filter(Due::leased)
                        .map(due -> due.claimed(claim.lease()))
                        .forEach(claimed::add);
            }
            return List.copyOf(claimed);
        });
    }

    /** Parks the entries that are behind, unless the earlier one is just being taken away; then a later claim looks again. */
    private void park(Connection connection, List<Due> batch) throws SQLException {
        Map<Line, Long> locked = new HashMap<>();
        for (Due due : batch) {
            if (!due.behind() && due.delivery().entry().conversation() != null) {
                locked.put(Line.of(due), due.position());
            }
        }
        List<OutboxEntry> parked = new ArrayList<>();
        for (Due due : batch) {
            if (due.behind()) {
                Line line = Line.of(due);
                if (!locked.containsKey(line)) {
                    locked.put(line, lockEarlier(connection, due));
                }
                if (locked.get(line) < due.position()) {
                    parked.add(due.delivery().entry());
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
                            bindLine(params, behind.delivery().entry());
                            params.number(behind.position());
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
    public boolean settle(Delivery held, Settlement settlement) {
        Delivery next = settlement.of(held);
        OutboxEntry entry = held.entry();
        boolean inLine = entry.conversation() != null;
        return database.transact(Scope.of(entry.tenant()), connection -> {
            int settled = database.update(
                    connection,
                    SETTLE,
                    params -> params.name(next.state())
                            .instant(next.dueAt())
                            .integer(next.attempts())
                            .text(next.error())
                            .flag(inLine && next.state() == Delivery.State.DEAD)
                            .uuid(entry.tenant().value())
                            .uuid(entry.id().value())
                            .number(held.generation()));
            if (settled > 0 && inLine && next.state() != Delivery.State.PENDING) {
                if (held.afterGap() && next.state() == Delivery.State.DELIVERED) {
                    closeGap(connection, entry);
                }
                bringBackNext(connection, entry);
            }
            return settled > 0;
        });
    }

    private void closeGap(Connection connection, OutboxEntry delivered) throws SQLException {
        database.update(connection, CLOSE_GAP, params -> {
            params.flag(false);
            bindLine(params, delivered);
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
    public boolean replay(TenantId tenant, OutboxId id, Instant dueAt) {
        return database.transact(
                Scope.of(tenant),
                connection -> database.update(
                                connection,
                                REPLAY,
                                params -> params.instant(dueAt)
                                        .flag(false)
                                        .flag(false)
                                        .uuid(tenant.value())
                                        .uuid(id.value()))
                        > 0);
    }

    @Override
    public Optional<Delivery> find(TenantId tenant, OutboxId id) {
        return database.find(
                Scope.of(tenant), FIND, params -> params.uuid(tenant.value()).uuid(id.value()), OutboxEntryTable::read);
    }

    @Override
    public List<Delivery> list(TenantId tenant, DeliveryFilter filter, @Nullable OutboxId after, int limit) {
        String sql = SELECT + " where o.tenant_id = ?"
                + (filter.state() == null ? "" : " and o.state = ?")
                + (filter.endpoint() == null ? "" : " and o.widget_key_id = ?")
                + (filter.since() == null ? "" : " and o.created_at >= ?")
                + (after == null ? "" : " and o.id > ?")
                + " order by o.id limit ?";
        return database.list(
                Scope.of(tenant),
                sql,
                params -> {
                    params.uuid(tenant.value());
                    if (filter.state() != null) {
                        params.name(filter.state());
                    }
                    if (filter.endpoint() != null) {
                        params.uuid(filter.endpoint().value());
                    }
                    if (filter.since() != null) {
                        params.instant(filter.since());
                    }
                    if (after != null) {
                        params.uuid(after.value());
                    }
                    params.integer(limit);
                },
                OutboxEntryTable::read);
    }

    @Override
    public OutboxBacklog backlog(int most) {
        return PendingEntries.count(database, most);
    }
}
