package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.jdbc.ConversationTable.Addition;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The one statement that a commit is in PostgreSQL.
 *
 * <p>It moves the execution and the conversation on, if both are as the commit took them for; everything else that it writes is
 * made from the row {@code c} of the conversation, which is there only then. So a commit that does not hold writes nothing and
 * raises no error, since two clicks of a visitor at once are no fault of anybody. Where keys that exist are in the way the
 * statement fails as a whole.
 *
 * <p>Its text depends on the commit's shape alone, and most commits have one of a few.
 */
final class CommitStatement {
    /** Set for the rest of the transaction when the commit holds, where a further statement wants to know. */
    static final String HOLDS = "flow.holds";

    private static final int MAX_TEXTS = 1000;

    private final ConcurrentMap<Shape, String> texts = new ConcurrentHashMap<>();

    private enum Change {
        OPEN,
        KEEP,
        REPLACE;

        static Change of(ConversationChange change) {
            if (change instanceof ConversationChange.Open) {
                return OPEN;
            }
            return change instanceof ConversationChange.Replace ? REPLACE : KEEP;
        }
    }

    /** What a turn adds beside its history event. */
    private record TurnShape(
            boolean first, int messages, int tasks, int withdrawn, boolean consumes, boolean replies, boolean tells) {
        static TurnShape of(TurnCommit turn) {
            return new TurnShape(
                    turn.isFirst(),
                    turn.messages().size(),
                    turn.tasks().size(),
                    turn.withdrawn().size(),
                    turn.consumed() != null,
                    turn.reply() != null,
                    PendingEvents.concern(turn));
        }
    }

    /** @param turn null where only the conversation changes */
    private record Shape(
            Change change, int entries, int audit, @Nullable TurnShape turn) {}

    String of(TurnCommit turn) {
        return text(new Shape(
                Change.of(turn.conversation()),
                turn.outbox().size(),
                turn.audit().size(),
                TurnShape.of(turn)));
    }

    String of(ConversationCommit commit) {
        return text(new Shape(
                Change.of(commit.change()),
                commit.outbox().size(),
                commit.audit().size(),
                null));
    }

    private String text(Shape shape) {
        String known = texts.get(shape);
        if (known != null) {
            return known;
        }
        String text = write(shape);
        if (texts.size() < MAX_TEXTS) {
            texts.put(shape, text);
        }
        return text;
    }

    private static String write(Shape shape) {
        TurnShape turn = shape.turn;
        StringBuilder sql = new StringBuilder(4096).append("with ");
        if (turn != null && !turn.first) {
            // The execution first: most turns that do not hold end there, having locked nothing that others want.
            sql.append("e as (").append(ExecutionTable.ADVANCE).append(" returning 1), ");
        }
        sql.append("c as (")
                .append(
                        switch (shape.change) {
                            case OPEN -> ConversationTable.INSERT.values();
                            case KEEP -> ConversationTable.COUNT_ON;
                            case REPLACE -> ConversationTable.COUNT_ON + ConversationTable.REPLACE;
                        });
        if (shape.change != Change.OPEN) {
            sql.append(turn != null && !turn.first ? " from e" : "").append(ConversationTable.WHERE);
        }
        sql.append(" returning last_message, last_entry, last_turn)");
        if (turn != null) {
            write(sql, turn);
        }
        add(sql, "o", OutboxEntryTable.INSERT, shape.entries, "c.last_entry - " + shape.entries);
        add(sql, "a", AuditRecordTable.INSERT, shape.audit, "");
        boolean replies = turn != null && turn.replies;
        if (replies) {
            sql.append(", k as (").append(IdempotencyTable.RECORD).append(" and exists (select 1 from c) returning 1)");
        }
        // Where the execution has moved on and the conversation has not, or both and the key is another's by now, the
        // division fails, and with it the whole.
        sql.append(" select 1 / ((select count(*) from c)").append(replies ? " * (select count(*) from k))" : ")");
        if (turn != null && turn.tells) {
            sql.append(", set_config('").append(HOLDS).append("', 'yes', true) is not null");
        }
        return sql.append(turn != null && !turn.first ? " from e" : " from c").toString();
    }

    private static void write(StringBuilder sql, TurnShape turn) {
        String lastMessage = "c.last_message - " + turn.messages;
        if (turn.first) {
            add(sql, "e", ExecutionTable.INSERT, 1, "");
        }
        add(sql, "h", HistoryEventTable.INSERT, 1, "c.last_turn - 1");
        add(sql, "m", MessageTable.INSERT, turn.messages, lastMessage);
        add(sql, "t", TaskTable.INSERT, turn.tasks, "");
        if (turn.withdrawn > 0) {
            sql.append(", w as (").append(TurnRows.withdraw(turn.withdrawn)).append(" and exists (select 1 from c))");
        }
        add(sql, "x", TurnRows.CONSUMED, turn.consumes ? 1 : 0, "");
    }

    /** Adds rows that are made if the conversation's row is there. */
    private static void add(StringBuilder sql, String name, Insert insert, int rows, String start) {
        if (rows > 0) {
            sql.append(", ")
                    .append(name)
                    .append(" as (")
                    .append(insert.valuesIf(rows, "c", start))
                    .append(')');
        }
    }

    static void bind(Params params, TurnCommit turn, long nonce) throws SQLException {
        Addition addition = new Addition(turn.messages().size(), turn.outbox().size(), 1);
        if (!turn.isFirst()) {
            ExecutionTable.bindAdvance(params, turn.execution());
        }
        bind(params, turn.conversation(), addition);
        if (turn.isFirst()) {
            ExecutionTable.bindInsert(params, turn.execution());
        }
        HistoryEventTable.bind(params, turn, 1, nonce);
        for (int i = 0; i < turn.messages().size(); i++) {
            MessageTable.bind(params, turn.messages().get(i), i + 1L);
        }
        for (int i = 0; i < turn.tasks().size(); i++) {
            TaskTable.bind(params, turn.tasks().get(i), TurnRows.position(turn, i));
        }
        if (!turn.withdrawn().isEmpty()) {
            TurnRows.bindWithdraw(params, turn);
        }
        if (turn.consumed() != null) {
            TurnRows.bindConsumed(params, turn);
        }
        bind(params, turn.outbox(), turn.audit());
        if (turn.reply() != null) {
            IdempotencyTable.bind(params, turn.reply());
        }
    }

    static void bind(Params params, ConversationCommit commit) throws SQLException {
        bind(params, commit.change(), new Addition(0, commit.outbox().size(), 0));
        bind(params, commit.outbox(), commit.audit());
    }

    private static void bind(Params params, ConversationChange change, Addition addition) throws SQLException {
        if (change instanceof ConversationChange.Open) {
            ConversationTable.bindInsert(params, change.conversation(), addition);
        } else {
            ConversationTable.bindUpdate(params, change, addition);
        }
    }

    private static void bind(Params params, List<OutboxEntry> entries, List<AuditRecord> audit) throws SQLException {
        for (int i = 0; i < entries.size(); i++) {
            OutboxEntryTable.bind(params, entries, i, 0);
        }
        for (AuditRecord record : audit) {
            AuditRecordTable.bind(params, record);
        }
    }
}
