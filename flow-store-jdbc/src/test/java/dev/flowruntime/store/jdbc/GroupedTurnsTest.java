package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.tck.EventMeetsWaitContract;
import dev.flowruntime.store.tck.ExecutionStoreContract;
import dev.flowruntime.store.tck.IdempotencyStoreContract;
import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TurnContract;
import dev.flowruntime.store.tck.TurnRaceContract;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;

/** What a turn does as a group of one: the same as alone. */
class GroupedTurnsTest {
    private static StoreFixture open() {
        return JdbcStoreFixture.open(Product.POSTGRESQL, GroupedTurnsTest::store);
    }

    private static FlowStore store(DataSource dataSource) {
        PostgresDialect dialect = (PostgresDialect) Product.POSTGRESQL.dialect();
        Database database = new Database(new Connections.Pooled(dataSource, dataSource), dialect);
        PostgresCommits alone = new PostgresCommits(database, dialect);
        Commits grouped = new Commits() {
            @Override
            public Outcome store(TurnCommit turn, long nonce) throws SQLException {
                CommitShape shape = CommitShape.of(turn);
                return shape.canGroup() ? grouped(turn, nonce, shape) : alone.store(turn, nonce);
            }

            private Outcome grouped(TurnCommit turn, long nonce, CommitShape shape) throws SQLException {
                try {
                    boolean stored = !alone.store(List.of(new Marked(turn, nonce)), shape)
                            .isEmpty();
                    return stored ? Outcome.COMMITTED : Outcome.REFUSED;
                } catch (SQLException e) {
                    if (Failures.isDuplicateKey(e) || Failures.isDivisionByZero(e)) {
                        return Outcome.REFUSED;
                    }
                    if (Failures.isLockTimeout(e) || Failures.isCollision(e)) {
                        return alone.store(turn, nonce);
                    }
                    throw e;
                }
            }

            @Override
            public Outcome store(ConversationCommit commit) throws SQLException {
                return alone.store(commit);
            }
        };
        return new JdbcFlowStore(database, grouped, dataSource, new AtomicLong()::incrementAndGet);
    }

    @Nested
    final class Turns extends TurnContract {
        @Override
        protected StoreFixture openFixture() {
            return open();
        }
    }

    @Nested
    final class TurnRaces extends TurnRaceContract {
        @Override
        protected StoreFixture openFixture() {
            return open();
        }
    }

    @Nested
    final class Executions extends ExecutionStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return open();
        }
    }

    @Nested
    final class EventsMeetWaits extends EventMeetsWaitContract {
        @Override
        protected StoreFixture openFixture() {
            return open();
        }
    }

    @Nested
    final class Idempotency extends IdempotencyStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return open();
        }
    }
}
