package dev.flowruntime.store.jdbc;

import static dev.flowruntime.store.jdbc.Commits.Outcome.COMMITTED;
import static dev.flowruntime.store.jdbc.Commits.Outcome.EVENT_PENDING;
import static dev.flowruntime.store.jdbc.Commits.Outcome.REFUSED;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.jdbc.ConversationTable.Addition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Commits of PostgreSQL, each in one round trip.
 *
 * <p>The first statement judges: it moves the execution and the conversation on, if both are as the commit took them for, and
 * says where the conversation's messages and outbox entries are to be counted on from, in two settings of the transaction.
 * The statements behind it make rows only where these are set. So nothing is written by a commit that does not hold, and
 * no error is raised for it, since two visitors' clicks at once are no fault of anybody.
 *
 * <p>A commit that opens the conversation needs no judging: keys that exist make it fail as a whole.
 */
final class PostgresCommits implements Commits {
    static final String MESSAGES = "flow.messages";
    private static final String ENTRIES = "flow.entries";
    private static final String HOLDS = "current_setting('" + MESSAGES + "', true) <> ''";

    private final Database database;
    private final PostgresDialect dialect;

    PostgresCommits(Database database, PostgresDialect dialect) {
        this.database = database;
        this.dialect = dialect;
    }

    @Override
    public Outcome store(TurnCommit turn, long nonce) throws SQLException {
        return database.retry(Scope.of(turn.execution().tenant()), connection -> {
            Verdict verdict = new Verdict();
            Trip trip = new Trip();
            boolean opens = turn.conversation() instanceof ConversationChange.Open;
            Addition addition =
                    new Addition(turn.messages().size(), turn.outbox().size());
            if (opens && !turn.isFirst()) {
                return REFUSED;
            }
            if (opens) {
                open(trip, turn.conversation(), addition);
                trip.add(
                        ExecutionTable.INSERT.values(1), params -> ExecutionTable.bindInsert(params, turn.execution()));
                verdict.holds = true;
            } else {
                judge(trip, turn, addition, verdict);
            }
            Appending appending = new Appending(trip, !opens);
            appending.turn(turn, nonce);
            appending.entries(turn.outbox());
            appending.audit(turn.audit());
            PendingEvents.check(trip, turn, opens ? "" : " and " + HOLDS, verdict);
            return run(trip, Scope.of(turn.execution().tenant()), connection, verdict);
        });
    }

    @Override
    public Outcome store(ConversationCommit commit) throws SQLException {
        Scope scope = Scope.of(commit.change().conversation().tenant());
        return database.retry(scope, connection -> {
            Verdict verdict = new Verdict();
            Trip trip = new Trip();
            boolean opens = commit.change() instanceof ConversationChange.Open;
            Addition addition = new Addition(0, commit.outbox().size());
            if (opens) {
                open(trip, commit.change(), addition);
                verdict.holds = true;
            } else {
                trip.add(
                        "with c as (" + ConversationTable.update(commit.change(), "")
                                + " returning last_message, last_entry)" + counts("c", addition),
                        params -> ConversationTable.bindUpdate(params, commit.change(), addition),
                        verdict::judge);
            }
            Appending appending = new Appending(trip, !opens);
            appending.entries(commit.outbox());
            appending.audit(commit.audit());
            return run(trip, scope, connection, verdict);
        });
    }

    private Outcome run(Trip trip, Scope scope, Connection connection, Verdict verdict) throws SQLException {
        try {
            trip.run(dialect, connection, scope);
        } catch (SQLException e) {
            if (Failures.isDuplicateKey(e) || Failures.isDivisionByZero(e)) {
                return REFUSED;
            }
            throw e;
        }
        if (!verdict.holds) {
            return REFUSED;
        }
        return verdict.eventPending ? EVENT_PENDING : COMMITTED;
    }

    private static void open(Trip trip, ConversationChange change, Addition addition) {
        trip.add(
                ConversationTable.INSERT.values(1),
                params -> ConversationTable.bindInsert(params, change.conversation(), addition));
    }

    private static void judge(Trip trip, TurnCommit turn, Addition addition, Verdict verdict) {
        if (turn.isFirst()) {
            trip.add(
                    "with c as (" + ConversationTable.update(turn.conversation(), "")
                            + " returning last_message, last_entry), e as ("
                            + ExecutionTable.INSERT.valuesFrom("c") + ")" + counts("c", addition),
                    params -> {
                        ConversationTable.bindUpdate(params, turn.conversation(), addition);
                        ExecutionTable.bindInsert(params, turn.execution());
                    },
                    verdict::judge);
            return;
        }
        // The execution first: most turns that do not hold end there, having locked nothing that others want.
        // Where it has moved on and the conversation has not, the division fails, and with it the whole.
        trip.add(
                "with e as (" + ExecutionTable.ADVANCE + " returning 1), c as ("
                        + ConversationTable.update(turn.conversation(), " from e")
                        + " returning last_message, last_entry)"
                        + counts(
                                "(select c.*, 1 / (select count(*) from c) as found from e left join c on true) c",
                                addition),
                params -> {
                    ExecutionTable.bindAdvance(params, turn.execution());
                    ConversationTable.bindUpdate(params, turn.conversation(), addition);
                },
                verdict::judge);
    }

    /** Sets what the statements behind go by. */
    private static String counts(String from, Addition addition) {
        String entries = addition.entries() == 0 ? "" : set(ENTRIES, "last_entry - " + addition.entries());
        return " select 1" + set(MESSAGES, "last_message - " + addition.messages()) + entries + " from " + from;
    }

    private static String set(String name, String value) {
        return ", set_config('" + name + "', (" + value + ")::text, true) is not null";
    }

    /** Adds the rows that nothing is judged by. */
    private record Appending(Trip trip, boolean onlyIfItHolds) {
        private static final String FIRST_MESSAGE = "current_setting('" + MESSAGES + "')::bigint";
        private static final String FIRST_ENTRY = "current_setting('" + ENTRIES + "')::bigint";

        void turn(TurnCommit turn, long nonce) {
            trip.add(
                    sql(HistoryEventTable.INSERT, 1, FIRST_MESSAGE),
                    params -> HistoryEventTable.bind(params, turn.history(), nonce));
            if (!turn.messages().isEmpty()) {
                trip.add(sql(MessageTable.INSERT, turn.messages().size(), FIRST_MESSAGE), params -> {
                    for (int i = 0; i < turn.messages().size(); i++) {
                        MessageTable.bind(params, turn.messages().get(i), i + 1L);
                    }
                });
            }
            if (!turn.tasks().isEmpty()) {
                trip.add(sql(TaskTable.INSERT, turn.tasks().size(), FIRST_MESSAGE), params -> {
                    for (int i = 0; i < turn.tasks().size(); i++) {
                        TaskTable.bind(params, turn.tasks().get(i), TurnRows.position(turn, i));
                    }
                });
            }
            String condition = onlyIfItHolds ? " and " + HOLDS : "";
            if (!turn.withdrawn().isEmpty()) {
                trip.add(
                        TurnRows.withdraw(turn.withdrawn().size()) + condition,
                        params -> TurnRows.bindWithdraw(params, turn));
            }
            if (turn.consumed() != null) {
                trip.add(sql(TurnRows.CONSUMED, 1, FIRST_MESSAGE), params -> TurnRows.bindConsumed(params, turn));
            }
        }

        void entries(List<OutboxEntry> entries) {
            if (!entries.isEmpty()) {
                trip.add(sql(OutboxEntryTable.INSERT, entries.size(), FIRST_ENTRY), params -> {
                    for (int i = 0; i < entries.size(); i++) {
                        OutboxEntryTable.bind(params, entries, i, 0);
                    }
                });
            }
        }

        void audit(List<AuditRecord> records) {
            if (!records.isEmpty()) {
                trip.add(sql(AuditRecordTable.INSERT, records.size(), FIRST_MESSAGE), params -> {
                    for (AuditRecord record : records) {
                        AuditRecordTable.bind(params, record);
                    }
                });
            }
        }

        private String sql(Insert insert, int rows, String start) {
            return onlyIfItHolds ? insert.valuesIf(rows, HOLDS, start) : insert.values(rows);
        }
    }
}
