package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.OutboxBacklog;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** How many entries of the outbox are pending, by the indexes that there are for claims. */
final class PendingEntries {
    /** Here the indexes begin with the state. */
    private static final String COUNT = """
            select count(*), min(created_at) from (
              select created_at from flow_outbox_entry where state = 'PENDING' limit ?) pending""";

    /**
     * No index has all that is pending and nothing else: one has those of conversations, another those that no claim has put
     * aside.
     */
    private static final String COUNT_BY_TWO_INDEXES = """
            select least(?, greatest(in_lines.entries + others.loose, others.entries)),
              least(in_lines.oldest, others.oldest)
            from (
              select count(*) as entries, min(created_at) as oldest from (
                select created_at from flow_outbox_entry where state = 'PENDING' and conversation_id is not null
                order by tenant_id, conversation_id, widget_key_id, position limit ?) seen) in_lines,
            (
              select count(*) as entries, count(*) filter (where conversation_id is null) as loose,
                min(created_at) as oldest
              from (
                select conversation_id, created_at from flow_outbox_entry where state = 'PENDING' and not parked
                order by widget_key_id, due_at limit ?) seen) others""";

    /**
     * So the order makes the planner follow the indexes and stop. Left to statistics of a time when little was pending, it would
     * take all there is and sort it: more than ten seconds for a million.
     */
    private static final String IN_ORDER = "set local enable_sort = off";

    private static final String AS_BEFORE = "set local enable_sort to default";

    private PendingEntries() {}

    static OutboxBacklog count(Database database, int most) {
        if (database.dialect() instanceof PostgresDialect postgres) {
            return countInOrder(database, postgres, most);
        }
        return database.find(Scope.crossing(), COUNT, params -> params.integer(most), PendingEntries::read)
                .orElse(OutboxBacklog.NONE);
    }

    private static OutboxBacklog countInOrder(Database database, PostgresDialect postgres, int most) {
        AtomicReference<OutboxBacklog> counted = new AtomicReference<>(OutboxBacklog.NONE);
        Trip trip = new Trip()
                .add(IN_ORDER, Binding.NONE)
                .add(
                        COUNT_BY_TWO_INDEXES,
                        params -> params.integer(most).integer(most).integer(most),
                        (rows, count) -> {
                            if (rows != null && rows.next()) {
                                counted.set(read(new Row(rows, postgres)));
                            }
                        })
                .add(AS_BEFORE, Binding.NONE);
        try {
            database.retry(Scope.crossing(), connection -> trip.run(postgres, connection, Scope.crossing()));
        } catch (SQLException e) {
            throw Database.refusal(e);
        }
        return Objects.requireNonNull(counted.get());
    }

    private static OutboxBacklog read(Row row) throws SQLException {
        return new OutboxBacklog((int) row.number(), row.instantOrNull());
    }
}
