package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.jdbc.CommitShape.Change;
import dev.flowruntime.store.jdbc.CommitShape.TurnShape;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one statement that a commit is in PostgreSQL, or that the turns of several conversations are when they have one shape.
 *
 * <p>It moves the execution and the conversation on, if both are as the commit took them for; everything else that it writes is
 * made from the row {@code c} of the conversation, which is there only then. So a commit that does not hold writes nothing and
 * raises no error, since two clicks of a visitor at once are no fault of anybody. Where keys that exist are in the way the
 * statement fails as a whole.
 *
 * <p>For several turns the rows that change are named one by one, and those that are new come as arrays for each table; each
 * row names the conversation of its turn, {@code k}.
 *
 * <p>Its text depends on the shape and on the number of turns alone, and most commits have one of a few shapes.
 */
final class CommitStatement {
    /** Set for the rest of the transaction when the commit holds, where a further statement wants to know. */
    static final String HOLDS = "flow.holds";

    private static final int MAX_TEXTS = 1000;

    private final ConcurrentMap<CommitShape, String> ones = new ConcurrentHashMap<>();
    private final ConcurrentMap<Group, String> groups = new ConcurrentHashMap<>();

    private record Group(CommitShape shape, int turns) {}

    /** Of one commit; it yields a row if the commit holds. */
    String ofOne(CommitShape shape) {
        return text(ones, shape, CommitStatement::writeOne);
    }

    /** Of several turns, each of another conversation; it yields the conversations of those that hold. */
    String ofGroup(CommitShape shape, int turns) {
        return text(groups, new Group(shape, turns), CommitStatement::writeGroup);
    }

    private static <S> String text(ConcurrentMap<S, String> texts, S shape, Function<S, String> writer) {
        String known = texts.get(shape);
        if (known != null) {
            return known;
        }
        String text = writer.apply(shape);
        if (texts.size() < MAX_TEXTS) {
            texts.put(shape, text);
        }
        return text;
    }

    private static String writeOne(CommitShape shape) {
        StringBuilder sql = new StringBuilder(4096).append("with ");
        if (shape.advances()) {
            // The execution first: most turns that do not hold end there, having locked nothing that others want.
            sql.append("e as (").append(ExecutionTable.ADVANCE.one()).append(" returning 1), ");
        }
        String change = shape.change() == Change.OPEN
                ? ConversationTable.INSERT.values()
                : ConversationTable.update(shape.change() == Change.REPLACE).one(shape.advances() ? "e" : "");
        sql.append("c as (").append(change).append(" returning last_message, last_entry, last_turn)");
        writeRows(sql, shape, (insert, rows, start) -> insert.valuesIf(rows, "c", start));
        if (shape.replies()) {
            sql.append(", r as (").append(IdempotencyTable.RECORD.one());
            sql.append(" and exists (select 1 from c) returning 1)");
        }
        // Where the execution has moved on and the conversation has not, or both and the key is another's by now, the
        // division fails, and with it the whole.
        sql.append(" select 1 / ((select count(*) from c)");
        sql.append(shape.replies() ? " * (select count(*) from r))" : ")");
        if (shape.turn() != null && shape.turn().tells()) {
            sql.append(", set_config('").append(HOLDS).append("', 'yes', true) is not null");
        }
        return sql.append(shape.advances() ? " from e" : " from c").toString();
    }

    private static String writeGroup(Group group) {
        CommitShape shape = group.shape;
        StringBuilder sql = new StringBuilder(8192).append("with ");
        // Each row that changes is named by itself: joined to arrays of keys, the plan depends on what the planner
        // happens to know of the tables.
        for (int i = 1; i <= group.turns; i++) {
            if (shape.advances()) {
                sql.append("e").append(i).append(" as (").append(ExecutionTable.ADVANCE.one());
                sql.append(" returning conversation_id as k), ");
            }
            String change = shape.change() == Change.OPEN
                    ? ConversationTable.INSERT.values()
                    : ConversationTable.update(shape.change() == Change.REPLACE).one(shape.advances() ? "e" + i : "");
            sql.append("c").append(i).append(" as (").append(change);
            sql.append(" returning id as k, last_message, last_entry, last_turn), ");
        }
        sql.append("c as (").append(all("c", group.turns)).append(")");
        writeRows(sql, shape, (insert, rows, start) -> insert.eachIf("c", start));
        if (shape.replies()) {
            for (int i = 1; i <= group.turns; i++) {
                sql.append(", r").append(i).append(" as (").append(IdempotencyTable.RECORD.one("c" + i));
                sql.append(" returning k)");
            }
            sql.append(", r as (").append(all("r", group.turns)).append(")");
        }
        String holds = "c";
        if (shape.advances()) {
            sql.append(", e as (").append(all("e", group.turns)).append(")");
            holds = "e";
        }
        sql.append(" select ").append(holds).append(".k, 1 / (").append(count("c", holds));
        return sql.append(shape.replies() ? " * " + count("r", holds) : "")
                .append(") from ")
                .append(holds)
                .toString();
    }

    private static String all(String name, int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> "select * from " + name + i)
                .collect(Collectors.joining(" union all "));
    }

    private static String count(String rows, String turns) {
        return "(select count(*) from " + rows + " where " + rows + ".k = " + turns + ".k)";
    }

    /** How rows are made if the commit that they are of holds. */
    private interface Rows {
        /** @param start what the counted column counts on from, as an expression */
        String of(Insert insert, int rows, String start);
    }

    private static void writeRows(StringBuilder sql, CommitShape shape, Rows rows) {
        TurnShape turn = shape.turn();
        if (turn != null) {
            add(sql, "e", turn.first() ? 1 : 0, n -> rows.of(ExecutionTable.INSERT, n, ""));
            add(sql, "h", 1, n -> rows.of(HistoryEventTable.INSERT, n, "c.last_turn - 1"));
            add(sql, "m", turn.messages(), n -> rows.of(MessageTable.INSERT, n, "c.last_message - " + n));
            add(sql, "t", turn.tasks(), n -> rows.of(TaskTable.INSERT, n, ""));
            add(sql, "w", turn.withdrawn(), n -> TurnRows.withdraw(n) + " and exists (select 1 from c)");
            add(sql, "x", turn.consumes() ? 1 : 0, n -> rows.of(TurnRows.CONSUMED, n, ""));
            add(sql, "u", turn.uses(), n -> rows.of(ModelUseTable.INSERT, n, ""));
        }
        add(sql, "o", shape.entries(), n -> rows.of(OutboxEntryTable.INSERT, n, "c.last_entry - " + n));
        add(sql, "a", shape.audit(), n -> rows.of(AuditRecordTable.INSERT, n, ""));
    }

    private static void add(StringBuilder sql, String name, int rows, Function<Integer, String> statement) {
        if (rows > 0) {
            sql.append(", ")
                    .append(name)
                    .append(" as (")
                    .append(statement.apply(rows))
                    .append(')');
        }
    }
}
