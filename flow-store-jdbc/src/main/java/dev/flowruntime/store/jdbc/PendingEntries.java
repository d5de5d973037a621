package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.OutboxBacklog;
import java.sql.SQLException;

/** How many entries of the outbox are pending, by the indexes that there are for claims. */
final class PendingEntries {
    /** Here the indexes begin with the state. */
    private static final String COUNT = """
            select count(*), min(created_at) from (
              select created_at from flow_outbox_entry where state = 'PENDING' limit ?) pending""";

    /**
     * No index has all that is pending and nothing else: one those of conversations, another those that no claim has put
     * aside. Without their order the planner may take to reading the whole table, of which most has been delivered.
     */
    private static final String COUNT_ON_POSTGRES = """
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

    private PendingEntries() {}

    static OutboxBacklog count(Database database, int most) {
        return database.dialect() instanceof PostgresDialect
                ? count(
                        database,
                        COUNT_ON_POSTGRES,
                        params -> params.integer(most).integer(most).integer(most))
                : count(database, COUNT, params -> params.integer(most));
    }

    private static OutboxBacklog count(Database database, String sql, Binding binding) {
        return database.find(Scope.crossing(), sql, binding, PendingEntries::read)
                .orElse(OutboxBacklog.NONE);
    }

    private static OutboxBacklog read(Row row) throws SQLException {
        return new OutboxBacklog((int) row.number(), row.instantOrNull());
    }
}
