package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Wait;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.jdbc.Commits.Outcome;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Which turns go together, and that none depends on the others. One commit is kept under way by a lock that the test holds; those
 * that come meanwhile wait, and go when the test lets go.
 */
@Timeout(60)
class GroupedCommitsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(5);

    private static TestDatabase database;

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final ExecutorService visitors = Executors.newCachedThreadPool();
    private final PostgresDialect dialect = new PostgresDialect(Duration.ofSeconds(30), Duration.ofSeconds(30));
    private volatile Failure failure = Failure.NONE;
    private PostgresCommits alone;
    private Conversation locked;
    private Connection lock;

    private enum Failure {
        NONE,
        NO_CONNECTION,
        LOST
    }

    @BeforeAll
    static void migrate() {
        database = PostgresqlServer.shared().newDatabase();
        JdbcSchema.migrate(database.dataSource());
    }

    @BeforeEach
    void lockOneConversation() throws SQLException {
        DataSource failing = failing(database.dataSource());
        alone = new PostgresCommits(new Database(new Connections.Pooled(failing, failing), dialect), dialect);
        locked = newConversation();
        lock = database.dataSource().getConnection();
        lock.setAutoCommit(false);
        try (PreparedStatement statement =
                lock.prepareStatement("select 1 from flow_conversation where id = ? for update")) {
            statement.setObject(1, locked.id().value());
            statement.execute();
        }
    }

    @AfterEach
    void letGo() throws SQLException {
        lock.close();
        visitors.shutdownNow();
    }

    @Test
    void turnsThatWaitAreStoredInOneTransaction() throws Exception {
        GroupedCommits commits = new GroupedCommits(alone, 1, LONG);
        Future<Outcome> first = start(commits, trigger(locked));
        List<TurnCommit> turns = new ArrayList<>();
        List<Future<Outcome>> waiting = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            turns.add(trigger(newConversation()));
            waiting.add(startBehind(commits, turns.get(i)));
        }
        lock.rollback();
        assertThat(first.get()).isEqualTo(Outcome.COMMITTED);
        for (Future<Outcome> each : waiting) {
            assertThat(each.get()).isEqualTo(Outcome.COMMITTED);
        }
        assertThat(transactionsOf(turns)).hasSize(1);
    }

    @Test
    void moreThanAGroupHoldsGoInSeveral() throws Exception {
        GroupedCommits commits = new GroupedCommits(alone, 1, LONG);
        start(commits, trigger(locked));
        List<TurnCommit> turns = new ArrayList<>();
        List<Future<Outcome>> waiting = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            turns.add(trigger(newConversation()));
            waiting.add(startBehind(commits, turns.get(i)));
        }
        lock.rollback();
        for (Future<Outcome> each : waiting) {
            assertThat(each.get()).isEqualTo(Outcome.COMMITTED);
        }
        assertThat(transactionsOf(turns)).hasSize(2);
    }

    @Test
    void oneThatDoesNotHoldIsRefusedAndTheOthersAreStored() throws Exception {
        GroupedCommits commits = new GroupedCommits(alone, 1, LONG);
        Conversation known = newConversation();
        TurnCommit trigger = trigger(known);
        alone.store(trigger, 1);
        alone.store(resume(trigger), 2);
        start(commits, trigger(locked));
        Future<Outcome> stale = startBehind(commits, resume(trigger));
        TurnCommit other = trigger(newConversation());
        alone.store(other, 3);
        Future<Outcome> good = startBehind(commits, resume(other));
        TurnCommit third = trigger(newConversation());
        alone.store(third, 4);
        Future<Outcome> goodToo = startBehind(commits, resume(third));
        lock.rollback();
        assertThat(stale.get()).isEqualTo(Outcome.REFUSED);
        assertThat(good.get()).isEqualTo(Outcome.COMMITTED);
        assertThat(goodToo.get()).isEqualTo(Outcome.COMMITTED);
        assertThat(transactionsOf(List.of(other, third))).hasSize(1);
    }

    @Test
    void aGroupThatTheDatabaseRefusesGoesOneByOne() throws Exception {
        GroupedCommits commits = new GroupedCommits(alone, 1, LONG);
        TurnCommit known = trigger(newConversation());
        alone.store(known, 1);
        start(commits, trigger(locked));
        Future<Outcome> twice = startBehind(commits, known); // its keys are there already
        List<Future<Outcome>> good = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            good.add(startBehind(commits, trigger(newConversation())));
        }
        lock.rollback();
        assertThat(twice.get()).isEqualTo(Outcome.REFUSED);
        for (Future<Outcome> each : good) {
            assertThat(each.get()).isEqualTo(Outcome.COMMITTED);
        }
    }

    @Test
    void twoTurnsOfOneConversationDoNotGoTogether() throws Exception {
        GroupedCommits commits = new GroupedCommits(alone, 1, LONG);
        Conversation conversation = newConversation();
        List<TurnCommit> turns = List.of(
                trigger(conversation), trigger(conversation), trigger(newConversation()), trigger(newConversation()));
        assertThat(storedTogether(commits, turns)).hasSize(2);
    }

    @Test
    void turnsOfSeveralTenantsDoNotGoTogether() throws Exception {
        GroupedCommits commits = new GroupedCommits(alone, 1, LONG);
        TenantId other = new TenantId(UUID.randomUUID());
        List<TurnCommit> turns = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            turns.add(trigger(newConversation()));
            turns.add(trigger(newConversation(other)));
        }
        assertThat(storedTogether(commits, turns)).hasSize(2);
    }

    @Test
    void twoAreTooFewToGoTogether() throws Exception {
        GroupedCommits commits = new GroupedCommits(alone, 1, LONG);
        List<TurnCommit> turns = List.of(trigger(newConversation()), trigger(newConversation()));
        assertThat(storedTogether(commits, turns)).hasSize(2);
    }

    /** Stores turns that wait for one another, all of which hold; the transactions that it took. */
    private List<String> storedTogether(GroupedCommits commits, List<TurnCommit> turns) throws Exception {
        start(commits, trigger(locked));
        List<Future<Outcome>> waiting = new ArrayList<>();
        for (TurnCommit turn : turns) {
            waiting.add(startBehind(commits, turn));
        }
        lock.rollback();
        for (Future<Outcome> each : waiting) {
            assertThat(each.get()).isEqualTo(Outcome.COMMITTED);
        }
        return transactionsOf(turns);
    }

    @Test
    void whoeverHasWaitedForLongGoesAlone() throws Exception {
        GroupedCommits commits = new GroupedCommits(alone, 1, Duration.ofMillis(1));
        Future<Outcome> first = start(commits, trigger(locked));
        TurnCommit turn = trigger(newConversation());
        assertThat(visitors.submit(() -> commits.store(turn, 7)).get()).isEqualTo(Outcome.COMMITTED);
        assertThat(first.isDone()).as("the one that holds the lane").isFalse();
    }

    @Test
    void anInterruptDoesNotTakeTheOutcomeAway() throws Exception {
        GroupedCommits commits = new GroupedCommits(alone, 1, LONG);
        start(commits, trigger(locked));
        Future<Outcome> leader = startBehind(commits, trigger(newConversation()));
        TurnCommit turn = trigger(newConversation());
        Future<Boolean> interrupted = visitors.submit(() -> {
            Thread.currentThread().interrupt();
            assertThat(commits.store(turn, 7)).isEqualTo(Outcome.COMMITTED);
            return Thread.currentThread().isInterrupted();
        });
        await(commits, 2);
        lock.rollback();
        assertThat(leader.get()).isEqualTo(Outcome.COMMITTED);
        assertThat(interrupted.get()).as("still interrupted").isTrue();
    }

    @Test
    void whenTheAnswerIsLostAllAreTold() throws Exception {
        GroupedCommits commits = new GroupedCommits(alone, 1, LONG);
        start(commits, trigger(locked));
        List<Future<Outcome>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(startBehind(commits, trigger(newConversation())));
        }
        failure = Failure.LOST;
        lock.rollback();
        for (Future<Outcome> each : waiting) {
            assertThatThrownBy(each::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(LostCommitException.class);
        }
    }

    @Test
    void whenNoConnectionIsToBeHadNobodyWaitsForOneAgain() throws Exception {
        GroupedCommits commits = new GroupedCommits(alone, 1, LONG);
        start(commits, trigger(locked));
        List<Future<Outcome>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(startBehind(commits, trigger(newConversation())));
        }
        failure = Failure.NO_CONNECTION;
        lock.rollback();
        for (Future<Outcome> each : waiting) {
            assertThatThrownBy(each::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SQLTransientConnectionException.class);
        }
    }

    private Future<Outcome> start(GroupedCommits commits, TurnCommit turn) throws SQLException {
        Future<Outcome> started = visitors.submit(() -> commits.store(turn, 1));
        while (!isBlocked()) {
            Thread.onSpinWait();
        }
        return started;
    }

    /** Starts a commit, and comes back when it waits for others. */
    private Future<Outcome> startBehind(GroupedCommits commits, TurnCommit turn) {
        int waiting = commits.waiting();
        Future<Outcome> started = visitors.submit(() -> commits.store(turn, 1));
        await(commits, waiting + 1);
        return started;
    }

    private static void await(GroupedCommits commits, int waiting) {
        while (commits.waiting() < waiting) {
            Thread.onSpinWait();
        }
    }

    /** Whether somebody waits for the lock that the test holds. */
    private boolean isBlocked() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    /** The transactions that wrote the executions of turns. */
    private List<String> transactionsOf(List<TurnCommit> turns) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select distinct xmin::text from flow_execution where id = any(?)")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid",
                            turns.stream()
                                    .map(turn -> turn.execution().id().value())
                                    .toArray()));
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private DataSource failing(DataSource real) {
        return proxy(DataSource.class, real, (result) -> {
            if (failure == Failure.NO_CONNECTION) {
                ((Connection) result).close();
                throw new SQLTransientConnectionException("none is free");
            }
            return failure == Failure.LOST ? losing((Connection) result) : result;
        });
    }

    /** A connection whose statements reach the database, and whose answers do not come back. */
    private static Connection losing(Connection real) {
        return proxy(Connection.class, real, result -> {
            if (result instanceof PreparedStatement statement) {
                return proxy(PreparedStatement.class, statement, answer -> {
                    if (answer instanceof Boolean) {
                        throw new SQLNonTransientConnectionException("lost", "08006");
                    }
                    return answer;
                });
            }
            return result;
        });
    }

    private interface Change {
        Object of(Object result) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T real, Change change) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            try {
                Object result = method.invoke(real, args);
                boolean counts =
                        List.of("getConnection", "prepareStatement", "execute").contains(method.getName());
                return counts ? change.of(result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private Conversation newConversation() throws SQLException {
        return newConversation(tenant);
    }

    private Conversation newConversation(TenantId owner) throws SQLException {
        Conversation conversation = new Conversation(
                owner, new ConversationId(UUID.randomUUID()), null, null, null, Json.EMPTY_OBJECT, 1, NOW);
        alone.store(new ConversationCommit(new ConversationChange.Open(conversation), List.of(), List.of()));
        return conversation;
    }

    private static TurnCommit trigger(Conversation conversation) {
        return turn(conversation, new ExecutionId(UUID.randomUUID()), null);
    }

    private static TurnCommit resume(TurnCommit before) {
        Execution execution = before.execution();
        return turn(before.conversation().conversation(), execution.id(), execution.status());
    }

    private static TurnCommit turn(Conversation conversation, ExecutionId id, ExecutionStatus from) {
        long revision = from == null ? 1 : 2;
        ExecutionStatus status = from == null ? ExecutionStatus.WAITING_INPUT : ExecutionStatus.COMPLETED;
        Wait wait =
                from == null ? new Wait(Wait.Kind.INPUT, 1, "ask", Json.EMPTY_OBJECT, null, null, null, null) : null;
        Execution next = new Execution(
                conversation.tenant(),
                id,
                conversation.id(),
                new FlowId(new UUID(1, 1)),
                1,
                status,
                revision,
                Json.EMPTY_OBJECT,
                Json.EMPTY_ARRAY,
                wait,
                null,
                0,
                NOW,
                NOW);
        HistoryEvent history = new HistoryEvent(
                conversation.tenant(),
                id,
                revision,
                from == null ? HistoryEvent.Cause.TRIGGER : HistoryEvent.Cause.RESUME,
                status,
                Json.EMPTY_ARRAY,
                null,
                NOW);
        return new TurnCommit(
                from,
                next,
                new ConversationChange.Keep(conversation),
                history,
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of());
    }
}
