package dev.flowruntime.store.jdbc;

import static dev.flowruntime.store.jdbc.Commits.Outcome.COMMITTED;
import static dev.flowruntime.store.jdbc.Commits.Outcome.EVENT_PENDING;
import static dev.flowruntime.store.jdbc.Commits.Outcome.REFUSED;

import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.TurnCommit;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Commits of PostgreSQL, each one statement in one round trip. */
final class PostgresCommits implements Commits {
    /** Goes by what the statement before it, in the same transaction, has found. */
    private static final String IF_IT_HOLDS = " and current_setting('" + CommitStatement.HOLDS + "', true) = 'yes'";

    private final Database database;
    private final PostgresDialect dialect;
    private final CommitStatement statement = new CommitStatement();

    PostgresCommits(Database database, PostgresDialect dialect) {
        this.database = database;
        this.dialect = dialect;
    }

    @Override
    public Outcome store(TurnCommit turn, long nonce) throws SQLException {
        CommitShape shape = CommitShape.of(turn);
        if (shape.opensLate()) {
            return REFUSED;
        }
        Verdict verdict = new Verdict();
        Trip trip = new Trip()
                .add(
                        statement.ofOne(shape),
                        params -> CommitBinding.bind(params, new Marked(turn, nonce)),
                        verdict::judge);
        if (PendingEvents.concern(turn)) {
            trip.add(
                    PendingEvents.sql(turn) + IF_IT_HOLDS,
                    params -> PendingEvents.bind(params, turn.execution()),
                    verdict::wake);
        }
        return run(Scope.of(turn.execution().tenant()), trip, verdict);
    }

    /**
     * Tries to store turns of one tenant and one shape, each of another conversation, as one transaction.
     *
     * @return the conversations of those that are stored; the others do not hold
     * @throws SQLException when none is stored, each for itself may be yet
     * @throws LostCommitException when all that hold may be stored or none
     */
    Set<UUID> store(List<Marked> turns, CommitShape shape) throws SQLException {
        Set<UUID> stored = new HashSet<>();
        Trip trip = new Trip()
                .add(PostgresDialect.GROUP_SETTINGS, Binding.NONE)
                .add(
                        statement.ofGroup(shape, turns.size()),
                        params -> CommitBinding.bind(params, turns),
                        (rows, count) -> {
                            while (rows != null && rows.next()) {
                                stored.add(dialect.uuid(rows, 1));
                            }
                        });
        Scope scope = Scope.of(turns.get(0).turn().execution().tenant());
        database.once(scope, connection -> trip.run(dialect, connection, scope));
        return stored;
    }

    @Override
    public Outcome store(ConversationCommit commit) throws SQLException {
        Verdict verdict = new Verdict();
        Trip trip = new Trip()
                .add(
                        statement.ofOne(CommitShape.of(commit)),
                        params -> CommitBinding.bind(params, commit),
                        verdict::judge);
        return run(Scope.of(commit.change().conversation().tenant()), trip, verdict);
    }

    private Outcome run(Scope scope, Trip trip, Verdict verdict) throws SQLException {
        try {
            database.retry(scope, connection -> trip.run(dialect, connection, scope));
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
}
