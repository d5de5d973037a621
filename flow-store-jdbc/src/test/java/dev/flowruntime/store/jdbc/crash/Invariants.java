package dev.flowruntime.store.jdbc.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What must hold in the tables whatever happened, as plain SQL; each query yields the rows for which it does not. */
final class Invariants {
    private static final Map<String, String> BROKEN = new LinkedHashMap<>();

    static {
        BROKEN.put("the history has a gap or a double", """
                select execution_id from flow_history_event where @ group by execution_id
                having count(*) <> max(revision) or min(revision) <> 1 or count(distinct revision) <> count(*)""");
        BROKEN.put("an execution is not as its newest history event says", """
                select e.id from (select * from flow_execution where @) e
                left join (select distinct on (tenant_id, execution_id) tenant_id, execution_id, revision, status
                  from flow_history_event where @ order by tenant_id, execution_id, revision desc) n
                  on n.tenant_id = e.tenant_id and n.execution_id = e.id
                where n.revision is distinct from e.revision or n.status is distinct from e.status""");
        BROKEN.put("a history event has no execution", """
                select h.execution_id from (select * from flow_history_event where @) h where not exists
                  (select 1 from flow_execution e where e.tenant_id = h.tenant_id and e.id = h.execution_id)""");
        BROKEN.put("something follows a final status", """
                select h.execution_id from (select * from flow_history_event where @
                  and status in ('COMPLETED', 'FAILED', 'ABORTED')) h
                join flow_execution e on e.tenant_id = h.tenant_id and e.id = h.execution_id
                where e.revision > h.revision or e.wake_at is not null""");
        BROKEN.put("waiting_input without its wait, or a wait without its status", """
                select id from flow_execution where @
                and ((status = 'WAITING_INPUT') <> coalesce(wait_kind = 'INPUT', false)
                  or (status = 'WAITING_TIME') <> coalesce(wait_kind in ('TASK', 'EVENT', 'TIME'), false))""");
        BROKEN.put("the turns of a conversation have a gap or a double, or the conversation counts others", """
                select c.id from (select * from flow_conversation where @) c
                left join (select tenant_id, conversation_id, count(*) n, count(distinct turn) d, max(turn) l
                  from flow_history_event where @ group by 1, 2) h on h.tenant_id = c.tenant_id and h.conversation_id = c.id
                where coalesce(h.n, 0) <> c.last_turn or coalesce(h.l, 0) <> c.last_turn or h.d <> h.n""");
        BROKEN.put("the messages have a gap or a double, or the conversation counts others", """
                select c.id from (select * from flow_conversation where @) c
                left join (select tenant_id, conversation_id, count(*) n, count(distinct seq) d, max(seq) l
                  from flow_message where @ group by 1, 2) m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
                where coalesce(m.n, 0) <> c.last_message or coalesce(m.l, 0) <> c.last_message or m.d <> m.n""");
        BROKEN.put("the outbox positions have a gap or a double, or the conversation counts others", """
                select c.id from (select * from flow_conversation where @) c
                left join (select tenant_id, conversation_id, count(*) n, count(distinct position) d, max(position) l
                  from flow_outbox_entry where @ group by 1, 2) o on o.tenant_id = c.tenant_id and o.conversation_id = c.id
                where coalesce(o.n, 0) <> c.last_entry or coalesce(o.l, 0) <> c.last_entry or o.d <> o.n""");
        BROKEN.put("a message is of a turn that is not there", """
                select m.id from (select * from flow_message where @ and execution_id is not null) m where not exists
                  (select 1 from flow_history_event h where h.tenant_id = m.tenant_id
                   and h.execution_id = m.execution_id and h.revision = m.text::bigint)""");
        BROKEN.put("an outbox entry is of a turn that is not there", """
                select o.id from (select *, body::jsonb b from flow_outbox_entry where @ and body <> '{}') o
                where not exists (select 1 from flow_history_event h where h.tenant_id = o.tenant_id
                  and h.execution_id = (o.b ->> 'execution')::uuid and h.revision = (o.b ->> 'revision')::bigint)""");
        BROKEN.put("the turns of an execution have written more or less than they tell", """
                select e.id from (select *, state::jsonb s from flow_execution where @) e
                left join (select tenant_id t, execution_id x, count(*) n from flow_message where @ group by 1, 2) m
                  on m.t = e.tenant_id and m.x = e.id
                left join (select tenant_id t, (body::jsonb ->> 'execution')::uuid x, count(*) n
                  from flow_outbox_entry where @ group by 1, 2) o on o.t = e.tenant_id and o.x = e.id
                left join (select tenant_id t, execution_id x, count(*) n from flow_task where @ group by 1, 2) k
                  on k.t = e.tenant_id and k.x = e.id
                left join (select tenant_id t, execution_id x, count(*) n from flow_consumed_event where @ group by 1, 2) d
                  on d.t = e.tenant_id and d.x = e.id
                where (s ->> 0)::bigint <> coalesce(m.n, 0) or (s ->> 1)::bigint <> coalesce(o.n, 0)
                  or (s ->> 2)::bigint <> coalesce(k.n, 0) or (s ->> 4)::bigint <> coalesce(d.n, 0)""");
        BROKEN.put("the audit has more or fewer records than the turns tell", """
                select 1 from (select coalesce(sum((state::jsonb ->> 3)::bigint), 0) n from flow_execution where @) e,
                  (select count(*) n, count(distinct subject) d from flow_audit_record where @ and action = 'turn') a
                where e.n <> a.n or a.n <> a.d""");
        BROKEN.put("a task is settled without its event, or has an event and is open", """
                select t.id from (select * from flow_task where @) t
                where (t.state in ('COMPLETED', 'FAILED', 'DEAD')) <> exists (select 1 from flow_inbox_event i
                  where i.tenant_id = t.tenant_id and i.task_id = t.id)""");
        BROKEN.put("the events of an execution are not counted as they came", """
                select e.id from (select * from flow_execution where @) e where e.last_event <>
                  (select count(distinct i.position) from flow_inbox_event i
                   where i.tenant_id = e.tenant_id and i.execution_id = e.id and i.position is not null)""");
        BROKEN.put("an entry is parked behind nothing", """
                select o.id from (select * from flow_outbox_entry where @ and parked and state = 'PENDING') o
                where not exists (select 1 from flow_outbox_entry f where f.tenant_id = o.tenant_id
                  and f.conversation_id = o.conversation_id and f.widget_key_id = o.widget_key_id
                  and f.state = 'PENDING' and f.position < o.position)""");
        BROKEN.put("a lease was not counted", """
                select id from flow_task where @ and generation <> attempts and queue <> 'brokered'
                union all select id from flow_outbox_entry where @ and generation <> attempts""");
        BROKEN.put("something is leased for longer than a lease", """
                select id from flow_task where @ and state = 'LEASED' and due_at > now() + interval '1 hour'
                union all select id from flow_outbox_entry
                  where @ and state = 'PENDING' and generation > 0 and due_at > now() + interval '1 hour'
                union all select id from flow_execution
                  where @ and attempts > 0 and wake_at > now() + interval '1 hour'""");
        BROKEN.put("a flow's versions have a gap, or its active one is not there", """
                select f.id from (select * from flow_flow where @) f where f.newest_version <>
                  (select count(*) from flow_version v where v.tenant_id = f.tenant_id and v.flow_id = f.id)
                or f.active_version > f.newest_version""");
    }

    private Invariants() {}

    private static String all(String condition) {
        List<String> parts = new ArrayList<>();
        BROKEN.forEach((name, sql) -> parts.add("select '" + name.replace("'", "''") + "', count(*) from ("
                + sql.replace("@", condition) + ") broken having count(*) > 0"));
        return String.join("\nunion all ", parts);
    }

    private static final String OF_ONE = all("tenant_id = ?");
    private static final String OF_ALL = all("true");

    /** What does not hold among the rows of one tenant, or of all. */
    static List<String> broken(DataSource owner, @Nullable UUID tenant) throws SQLException {
        String sql = tenant == null ? OF_ALL : OF_ONE;
        try (Connection connection = owner.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameters = (int) sql.chars().filter(c -> c == '?').count();
            for (int i = 1; i <= parameters; i++) {
                statement.setObject(i, tenant);
            }
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1) + " (" + rows.getLong(2) + ")");
                }
            }
            return found;
        }
    }
}
