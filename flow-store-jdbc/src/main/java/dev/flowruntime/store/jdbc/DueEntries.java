package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.EndpointLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes outbox entries that are due, endpoint by endpoint: locks them, and leases those that are not behind an earlier one of
 * their line and not too much for their endpoint.
 *
 * <p>PostgreSQL does it in one statement, which goes from endpoint to endpoint in the index, however many entries each has;
 * elsewhere one statement finds the endpoints, and one takes the entries of each.
 */
final class DueEntries {
    private static final String CLAIMABLE = "o.state = 'PENDING' and not o.parked";

    private static final String PAUSED = """
            exists (select 1 from flow_endpoint p
              where p.tenant_id = o.tenant_id and p.widget_key_id = o.widget_key_id and p.paused_at is not null)""";

    /** Of one endpoint, at most so many; {@code now}, the endpoint and the number are filled in. */
    private static final String OF_ENDPOINT = "select " + OutboxEntryTable.COLUMNS + """
            , o.position, %1$s as found_at, exists (
              select 1 from flow_outbox_entry e
              where e.tenant_id = o.tenant_id and e.conversation_id = o.conversation_id
              and e.widget_key_id = o.widget_key_id and e.state = 'PENDING' and e.position < o.position) as behind
            from flow_outbox_entry o
            where %4$s and o.widget_key_id = %2$s and o.due_at <= %1$s
            order by o.due_at limit %3$s for update skip locked""";

    private static final String ENDPOINTS = """
            select o.widget_key_id from flow_outbox_entry o
            where %2$s and o.due_at <= %1$s and not %3$s
            group by o.tenant_id, o.widget_key_id order by min(o.due_at)""";

    private static final String ALL = """
            with recursive endpoint (id) as (
              (select o.widget_key_id from flow_outbox_entry o where %2$s order by o.widget_key_id limit 1)
              union all
              select (
                select o.widget_key_id from flow_outbox_entry o
                where %2$s and o.widget_key_id > endpoint.id order by o.widget_key_id limit 1)
              from endpoint where endpoint.id is not null),
            waiting as (
              select endpoint.id, head.due_at, coalesce(named.entries, ?) as entries
              from endpoint cross join lateral (
                select o.due_at, %3$s as paused from flow_outbox_entry o
                where %2$s and o.widget_key_id = endpoint.id and o.due_at <= %1$s order by o.due_at limit 1) head
              left join unnest(string_to_array(?, ',')::uuid[], string_to_array(?, ',')::int[]) named (id, entries)
                on named.id = endpoint.id
              where not head.paused)
            select looked_at.*,
              fits and row_number() over (partition by fits order by due_at) <= ? as leased
            from (
              select entry.*, not entry.behind
                and row_number() over (partition by entry.widget_key_id, entry.behind order by entry.due_at)
                  <= taken.entries as fits
              from (select id, entries from waiting where entries > 0 order by due_at limit ?) taken
              cross join lateral (%4$s) entry) looked_at""";

    private static final String LEASED = "attempts = t.attempts + 1, due_at = %s, generation = t.generation + 1";

    private final Database database;
    private final Leasing leasing;
    private final String endpoints;

    DueEntries(Database database) {
        this.database = database;
        String now = database.dialect().now();
        endpoints = ENDPOINTS.formatted(now, CLAIMABLE, PAUSED);
        String all = ALL.formatted(
                now, CLAIMABLE, PAUSED, OF_ENDPOINT.formatted(now, "taken.id", "taken.entries::bigint + ?", CLAIMABLE));
        String ofEndpoint = OF_ENDPOINT.formatted(now, "?", "?", CLAIMABLE);
        leasing = new Leasing(
                database, "flow_outbox_entry", isOneStatement() ? all : ofEndpoint, LEASED, " where leased");
    }

    /**
     * An entry that was due, under its row lock.
     *
     * @param behind whether an earlier one of its line was pending when it was read
     * @param leased whether it was leased, being neither behind nor too much
     */
    record Due(Delivery delivery, long position, Instant foundAt, boolean behind, boolean leased) {
        Delivery claimed(Duration lease) {
            return delivery.claimed(foundAt.plus(lease));
        }

        Due asLeased() {
            return new Due(delivery, position, foundAt, behind, true);
        }
    }

    private boolean isOneStatement() {
        return database.dialect() instanceof PostgresDialect;
    }

    /**
     * The longest due first, as they were before they were leased.
     *
     * @param behind how many more of each endpoint are locked than are taken, since so many may be behind their heads
     */
    List<Due> take(Connection connection, Claim claim, EndpointLimits limits, int behind) throws SQLException {
        List<Due> taken = isOneStatement()
                ? takeAll(connection, claim, limits, behind)
                : takeEndpointByEndpoint(connection, claim, limits, behind);
        return taken.stream()
                .sorted(Comparator.comparing(due -> due.delivery.dueAt()))
                .toList();
    }

    private List<Due> takeAll(Connection connection, Claim claim, EndpointLimits limits, int behind)
            throws SQLException {
        List<WidgetKeyId> named = List.copyOf(limits.named().keySet());
        String ids = named.stream().map(WidgetKeyId::toString).collect(Collectors.joining(","));
        String entries = named.stream()
                .map(id -> String.valueOf(Math.min(limits.of(id), claim.limit())))
                .collect(Collectors.joining(","));
        return leasing.take(
                connection,
                claim.lease(),
                params -> params.integer(Math.min(limits.each(), claim.limit()))
                        .text(ids)
                        .text(entries)
                        .integer(claim.limit())
                        .integer(claim.limit())
                        .integer(behind),
                DueEntries::judged,
                due -> key(due, claim.lease()));
    }

    /** A row of the one statement, which has judged it. */
    private static Due judged(Row row) throws SQLException {
        Due due = read(row);
        boolean fits = row.flag();
        return row.flag() && fits ? due.asLeased() : due;
    }

    private static Due read(Row row) throws SQLException {
        return new Due(OutboxEntryTable.read(row), row.number(), row.instant(), row.flag(), false);
    }

    private List<Due> takeEndpointByEndpoint(Connection connection, Claim claim, EndpointLimits limits, int behind)
            throws SQLException {
        List<Due> taken = new ArrayList<>();
        int left = claim.limit();
        for (WidgetKeyId endpoint :
                database.list(connection, endpoints, Binding.NONE, row -> new WidgetKeyId(row.uuid()))) {
            int most = Math.min(limits.of(endpoint), left);
            if (most > 0) {
                List<Due> found = takeOf(connection, endpoint, new Claim(claim.now(), claim.lease(), most), behind);
                taken.addAll(found);
                left -= (int) found.stream().filter(Due::leased).count();
            }
        }
        return taken;
    }

    private List<Due> takeOf(Connection connection, WidgetKeyId endpoint, Claim claim, int behind) throws SQLException {
        AtomicInteger left = new AtomicInteger(claim.limit());
        return leasing.take(
                connection,
                claim.lease(),
                params -> params.uuid(endpoint.value()).integer(claim.limit() + behind),
                row -> {
                    Due due = read(row);
                    return due.behind || left.getAndDecrement() <= 0 ? due : due.asLeased();
                },
                due -> key(due, claim.lease()));
    }

    private static Leasing.@Nullable Key key(Due due, Duration lease) {
        OutboxEntry entry = due.delivery.entry();
        return due.leased ? new Leasing.Key(entry.tenant().value(), entry.id().value(), due.foundAt.plus(lease)) : null;
    }
}
