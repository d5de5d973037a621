package dev.flowruntime.store.jdbc;

import static dev.flowruntime.store.jdbc.Commits.Outcome.COMMITTED;
import static dev.flowruntime.store.jdbc.Commits.Outcome.EVENT_PENDING;
import static dev.flowruntime.store.jdbc.Commits.Outcome.REFUSED;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.store.AttemptReply;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.jdbc.ConversationTable.Addition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Commits of products that answer each statement before they take the next. */
final class StepwiseCommits implements Commits {
    private static final String COUNTS =
            "select last_message, last_entry, last_turn from flow_conversation where tenant_id = ? and id = ?";

    private final Database database;

    StepwiseCommits(Database database) {
        this.database = database;
    }

    /** Rolls a commit back that does not hold. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException() {
            super("the commit does not hold", null, false, false);
        }
    }

    /** Where a conversation's messages, outbox entries and turns are counted on from. */
    private record Counts(long messages, long entries, long turns) {}

    @Override
    public Outcome store(TurnCommit turn, long nonce) throws SQLException {
        return tryStore(Scope.of(turn.execution().tenant()), connection -> {
            Addition addition =
                    new Addition(turn.messages().size(), turn.outbox().size(), 1);
            Counts counts = change(connection, turn.conversation(), addition);
            if (turn.isFirst()) {
                database.update(
                        connection,
                        ExecutionTable.INSERT.values(),
                        params -> ExecutionTable.bindInsert(params, turn.execution()));
            } else {
                requireOne(database.update(
                        connection,
                        ExecutionTable.ADVANCE.one(),
                        params -> ExecutionTable.bindAdvance(params, turn.execution())));
            }
            append(connection, turn, counts, nonce);
            appendEntries(connection, turn.outbox(), counts);
            database.updateAll(connection, AuditRecordTable.INSERT.values(), turn.audit(), AuditRecordTable::bind);
            database.updateAll(connection, ModelUseTable.INSERT.values(), turn.uses(), ModelUseTable::bind);
            AttemptReply reply = turn.reply();
            if (reply != null) {
                requireOne(database.update(
                        connection, IdempotencyTable.RECORD.one(), params -> IdempotencyTable.bind(params, reply)));
            }
            boolean pending = PendingEvents.concern(turn)
                    && database.update(
                                    connection,
                                    PendingEvents.sql(turn),
                                    params -> PendingEvents.bind(params, turn.execution()))
                            > 0;
            return pending ? EVENT_PENDING : COMMITTED;
        });
    }

    @Override
    public Outcome store(ConversationCommit commit) throws SQLException {
        return tryStore(Scope.of(commit.change().conversation().tenant()), connection -> {
            Addition addition = new Addition(0, commit.outbox().size(), 0);
            Counts counts = change(connection, commit.change(), addition);
            appendEntries(connection, commit.outbox(), counts);
            database.updateAll(connection, AuditRecordTable.INSERT.values(), commit.audit(), AuditRecordTable::bind);
            return COMMITTED;
        });
    }

    private Outcome tryStore(Scope scope, Database.Work<Outcome> work) throws SQLException {
        try {
            return database.tryTransact(scope, work);
        } catch (RefusedException e) {
            return REFUSED;
        } catch (SQLException e) {
            if (Failures.isDuplicateKey(e)) {
                return REFUSED;
            }
            throw e;
        }
    }

    private Counts change(Connection connection, ConversationChange change, Addition addition) throws SQLException {
        Conversation next = change.conversation();
        if (change instanceof ConversationChange.Open) {
            database.update(
                    connection,
                    ConversationTable.INSERT.values(),
                    params -> ConversationTable.bindInsert(params, next, addition));
            return new Counts(0, 0, 0);
        }
        requireOne(database.update(
                connection,
                ConversationTable.update(change instanceof ConversationChange.Replace)
                        .one(),
                params -> ConversationTable.bindUpdate(params, change, addition)));
        return database.find(
                        connection,
                        COUNTS,
                        params -> params.uuid(next.tenant().value())
                                .uuid(next.id().value()),
                        row -> new Counts(
                                row.number() - addition.messages(),
                                row.number() - addition.entries(),
                                row.number() - addition.turns()))
                .orElseThrow();
    }

    private static void requireOne(int changed) {
        if (changed == 0) {
            throw new RefusedException();
        }
    }

    private void append(Connection connection, TurnCommit turn, Counts counts, long nonce) throws SQLException {
        database.update(
                connection,
                HistoryEventTable.INSERT.values(),
                params -> HistoryEventTable.bind(params, turn, counts.turns + 1, nonce));
        for (int i = 0; i < turn.messages().size(); i++) {
            int index = i;
            database.update(
                    connection,
                    MessageTable.INSERT.values(),
                    params -> MessageTable.bind(params, turn.messages().get(index), counts.messages + index + 1));
        }
        for (int i = 0; i < turn.tasks().size(); i++) {
            int index = i;
            database.update(
                    connection,
                    TaskTable.INSERT.values(),
                    params -> TaskTable.bind(params, turn.tasks().get(index), TurnRows.position(turn, index)));
        }
        if (!turn.withdrawn().isEmpty()) {
            database.update(
                    connection,
                    TurnRows.withdraw(turn.withdrawn().size()),
                    params -> TurnRows.bindWithdraw(params, turn));
        }
        if (turn.consumed() != null) {
            database.update(connection, TurnRows.CONSUMED.values(), params -> TurnRows.bindConsumed(params, turn));
        }
    }

    private void appendEntries(Connection connection, List<OutboxEntry> entries, Counts counts) throws SQLException {
        for (int i = 0; i < entries.size(); i++) {
            int index = i;
            database.update(
                    connection,
                    OutboxEntryTable.INSERT.values(),
                    params -> OutboxEntryTable.bind(params, entries, index, counts.entries));
        }
    }
}
