package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Execution;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.sql.DataSource;

/** Stores with one fault each in the way they commit turns, which the tests of crashes have to find. */
public final class BrokenStores {
    private BrokenStores() {}

    /** Reads the revision, and when it is the right one writes unconditionally. */
    public static FlowStore selectsThenUpdates(DataSource dataSource) {
        Database database = database(dataSource);
        return withCommit(dataSource, turn -> {
            try {
                return database.tryTransact(
                        Scope.of(turn.execution().tenant()),
                        connection -> selectThenUpdate(database, connection, turn));
            } catch (SQLException e) {
                throw Failures.toStoreException(e);
            }
        });
    }

    private static TurnOutcome selectThenUpdate(Database database, Connection connection, TurnCommit turn)
            throws SQLException {
        Execution next = turn.execution();
        boolean current = database.find(
                        connection,
                        "select 1 from flow_execution where tenant_id = ? and id = ? and revision = ?",
                        params -> params.uuid(next.tenant().value())
                                .uuid(next.id().value())
                                .number(next.revision() - 1),
                        Row::integer)
                .isPresent();
        if (!current) {
            return new TurnOutcome.Stale();
        }
        database.update(
                connection,
                "update flow_execution set revision = ?, state = ? where tenant_id = ? and id = ?",
                params -> params.number(next.revision())
                        .json(next.state())
                        .uuid(next.tenant().value())
                        .uuid(next.id().value()));
        database.update(
                connection,
                HistoryEventTable.INSERT.values(),
                params -> HistoryEventTable.bind(params, turn, next.revision(), 0));
        return new TurnOutcome.Committed(false);
    }

    /** Writes the outbox in a transaction of its own, behind the turn's. */
    public static FlowStore sendsAfterTheCommit(DataSource dataSource) {
        FlowStore store = JdbcFlowStore.open(dataSource);
        return withCommit(dataSource, turn -> {
            TurnCommit silent = new TurnCommit(
                    turn.from(),
                    turn.execution(),
                    turn.conversation(),
                    turn.history(),
                    turn.messages(),
                    turn.tasks(),
                    turn.withdrawn(),
                    turn.consumed(),
                    List.of(),
                    turn.audit());
            TurnOutcome outcome = store.executions().commit(silent);
            if (outcome instanceof TurnOutcome.Committed) {
                ConversationChange kept =
                        new ConversationChange.Keep(turn.conversation().conversation());
                store.conversations().commit(new ConversationCommit(kept, turn.outbox(), List.of()));
            }
            return outcome;
        });
    }

    /** Tries a commit again whose answer was lost, without a look at what became of it. */
    public static FlowStore retriesBlindly(DataSource dataSource) {
        Database database = database(dataSource);
        Commits faithful = new PostgresCommits(database, (PostgresDialect) database.dialect());
        Commits blind = new Commits() {
            @Override
            public Outcome store(TurnCommit turn, long nonce) throws SQLException {
                try {
                    return faithful.store(turn, nonce);
                } catch (LostCommitException lost) {
                    return faithful.store(turn, nonce);
                }
            }

            @Override
            public Outcome store(ConversationCommit commit) throws SQLException {
                return faithful.store(commit);
            }
        };
        CommitDesk desk = new CommitDesk(database, blind, new AtomicLong()::incrementAndGet);
        return withCommit(dataSource, desk::commit);
    }

    /** Takes the answer for lost and the commit for undone. */
    public static FlowStore believesInNothing(DataSource dataSource) {
        Database database = database(dataSource);
        Commits faithful = new PostgresCommits(database, (PostgresDialect) database.dialect());
        return withCommit(dataSource, turn -> {
            try {
                return faithful.store(turn, 0) == Commits.Outcome.REFUSED
                        ? new TurnOutcome.Stale()
                        : new TurnOutcome.Committed(false);
            } catch (SQLException e) {
                throw new StoreException(Retry.AT_ONCE, "nothing was stored", e);
            }
        });
    }

    private static Database database(DataSource dataSource) {
        return new Database(
                new Connections.Pooled(dataSource, dataSource),
                new PostgresDialect(Duration.ofSeconds(10), Duration.ofSeconds(5)));
    }

    /** A store that commits turns in its own way and does all else right. */
    private static FlowStore withCommit(DataSource dataSource, Function<TurnCommit, TurnOutcome> commit) {
        FlowStore store = JdbcFlowStore.open(dataSource);
        ExecutionStore executions = replacing(
                ExecutionStore.class, store.executions(), "commit", args -> commit.apply((TurnCommit) args[0]));
        return replacing(FlowStore.class, store, "executions", args -> executions);
    }

    private static <T> T replacing(Class<T> type, T inner, String method, Function<Object[], Object> behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
            if (called.getName().equals(method)) {
                return behaviour.apply(args);
            }
            try {
                return called.invoke(inner, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
