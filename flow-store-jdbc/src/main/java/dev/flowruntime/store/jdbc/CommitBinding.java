package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.ModelUse;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.store.AttemptReply;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.jdbc.ConversationTable.Addition;
import java.sql.SQLException;
import java.util.List;

/** Gives a {@link CommitStatement} its values, table by table in the order of its text. */
final class CommitBinding {
    private CommitBinding() {}

    /** Gives the values of one turn's rows of one table. */
    private interface Rows {
        void bind(Values values, Marked marked) throws SQLException;
    }

    static void bind(Params params, Marked turn) throws SQLException {
        bindChanges(params, turn);
        bindRows(params, List.of(turn));
        bindReply(params, turn);
    }

    /** @param group of one shape */
    static void bind(Params params, List<Marked> group) throws SQLException {
        for (Marked turn : group) {
            bindChanges(params, turn);
        }
        bindRows(new ArrayValues(params), group);
        for (Marked turn : group) {
            bindReply(params, turn);
        }
    }

    private static void bindChanges(Params params, Marked marked) throws SQLException {
        TurnCommit turn = marked.turn();
        if (!turn.isFirst()) {
            ExecutionTable.bindAdvance(params, turn.execution());
        }
        bind(
                params,
                turn.conversation(),
                new Addition(turn.messages().size(), turn.outbox().size(), 1));
    }

    private static void bindRows(Values values, List<Marked> group) throws SQLException {
        if (group.get(0).turn().isFirst()) {
            bind(values, group, CommitBinding::bindExecution);
        }
        bind(values, group, CommitBinding::bindHistory);
        bind(values, group, CommitBinding::bindMessages);
        bind(values, group, CommitBinding::bindTasks);
        bind(values, group, CommitBinding::bindEvents);
        bind(values, group, CommitBinding::bindUses);
        bind(values, group, CommitBinding::bindEntries);
        bind(values, group, CommitBinding::bindAudit);
    }

    static void bind(Values values, ConversationCommit commit) throws SQLException {
        bind(values, commit.change(), new Addition(0, commit.outbox().size(), 0));
        for (int i = 0; i < commit.outbox().size(); i++) {
            OutboxEntryTable.bind(values, commit.outbox(), i, 0);
        }
        for (AuditRecord record : commit.audit()) {
            AuditRecordTable.bind(values, record);
        }
    }

    private static void bind(Values values, List<Marked> group, Rows rows) throws SQLException {
        for (Marked marked : group) {
            rows.bind(values, marked);
        }
        values.end();
    }

    private static void bindExecution(Values values, Marked marked) throws SQLException {
        ExecutionTable.bindInsert(values.row(marked.key()), marked.turn().execution());
    }

    private static void bind(Values values, ConversationChange change, Addition addition) throws SQLException {
        if (change instanceof ConversationChange.Open) {
            ConversationTable.bindInsert(values, change.conversation(), addition);
        } else {
            ConversationTable.bindUpdate(values, change, addition);
        }
    }

    private static void bindHistory(Values values, Marked marked) throws SQLException {
        HistoryEventTable.bind(values.row(marked.key()), marked.turn(), 1, marked.nonce());
    }

    private static void bindMessages(Values values, Marked marked) throws SQLException {
        long place = 0;
        for (ChatMessage message : marked.turn().messages()) {
            MessageTable.bind(values.row(marked.key()), message, ++place);
        }
    }

    private static void bindTasks(Values values, Marked marked) throws SQLException {
        TurnCommit turn = marked.turn();
        for (int i = 0; i < turn.tasks().size(); i++) {
            TaskTable.bind(values.row(marked.key()), turn.tasks().get(i), TurnRows.position(turn, i));
        }
        if (!turn.withdrawn().isEmpty()) {
            TurnRows.bindWithdraw(values, turn);
        }
    }

    private static void bindEvents(Values values, Marked marked) throws SQLException {
        if (marked.turn().consumed() != null) {
            TurnRows.bindConsumed(values.row(marked.key()), marked.turn());
        }
    }

    private static void bindUses(Values values, Marked marked) throws SQLException {
        for (ModelUse use : marked.turn().uses()) {
            ModelUseTable.bind(values.row(marked.key()), use);
        }
    }

    private static void bindEntries(Values values, Marked marked) throws SQLException {
        List<OutboxEntry> entries = marked.turn().outbox();
        for (int i = 0; i < entries.size(); i++) {
            OutboxEntryTable.bind(values.row(marked.key()), entries, i, 0);
        }
    }

    private static void bindAudit(Values values, Marked marked) throws SQLException {
        for (AuditRecord record : marked.turn().audit()) {
            AuditRecordTable.bind(values.row(marked.key()), record);
        }
    }

    private static void bindReply(Params params, Marked marked) throws SQLException {
        AttemptReply reply = marked.turn().reply();
        if (reply != null) {
            IdempotencyTable.bind(params, reply);
        }
    }
}
