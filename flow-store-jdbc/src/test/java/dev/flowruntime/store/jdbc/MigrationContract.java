package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import dev.flowruntime.store.jdbc.database.DatabaseServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the steps of a schema are applied and judged, with small steps of the test's own. */
@Timeout(60)
abstract class MigrationContract {
    private static final Step FIRST = new Step(1, "one", "create table flow_one (id int primary key);\n");
    private static final Step SECOND = new Step(2, "two", "create table flow_two (id int primary key);\n");
    private static final Step CHANGED = new Step(1, "one", "create table flow_one (id bigint primary key);\n");
    private static final Step BROKEN =
            new Step(2, "two", "create table flow_half (id int primary key);\ncreate table flow_one (id int);\n");

    private TestDatabase database;

    abstract DatabaseServer server();

    abstract Product product();

    @BeforeEach
    final void createDatabase() {
        database = server().newDatabase();
    }

    @AfterEach
    final void dropDatabase() {
        database.close();
    }

    @Test
    final void anEmptyDatabaseGetsAllSteps() throws SQLException {
        migrate(FIRST, SECOND);
        assertThat(count("flow_one")).isZero();
        assertThat(count("flow_two")).isZero();
        assertThat(history().entries())
                .containsExactly(
                        new History.Entry(1, "one", FIRST.checksum(), true),
                        new History.Entry(2, "two", SECOND.checksum(), true));
    }

    @Test
    final void aSchemaGetsTheStepsThatItLacks() throws SQLException {
        migrate(FIRST);
        migrate(FIRST, SECOND);
        assertThat(history().missing(List.of(FIRST, SECOND))).isEmpty();
        assertThat(count("flow_two")).isZero();
    }

    @Test
    final void aSecondMigrationChangesNothing() throws SQLException {
        migrate(FIRST);
        List<String> applied = appliedAt();
        migrate(FIRST);
        assertThat(appliedAt()).isEqualTo(applied).hasSize(1);
    }

    @Test
    final void ofManyWhoMigrateAtOnceOneDoes() throws Exception {
        int programs = 10;
        CountDownLatch ready = new CountDownLatch(programs);
        ExecutorService threads = Executors.newFixedThreadPool(programs);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < programs; i++) {
                ends.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    migrate(FIRST, SECOND);
                    return true;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(history().entries()).hasSize(2).allMatch(History.Entry::applied);
    }

    @Test
    final void whoWaitsTooLongForAnotherMigrationIsToldSo() throws SQLException {
        MigrationLock lock = MigrationLock.of(product());
        lock.whileHeld(
                database.dataSource(),
                1,
                held -> assertThatThrownBy(
                                () -> new Migration(product(), List.of(FIRST), 1, 1).on(database.dataSource()))
                        .isInstanceOfSatisfying(
                                StoreException.class, e -> assertThat(e.retry()).isEqualTo(Retry.LATER))
                        .hasMessageContaining("another program has been changing the schema for more than 1 s"));
        migrate(FIRST);
        assertThat(history().entries()).hasSize(1);
    }

    @Test
    final void aFailedMigrationLetsTheNextOneIn() throws SQLException {
        MigrationLock lock = MigrationLock.of(product());
        assertThatThrownBy(() -> lock.whileHeld(database.dataSource(), 1, held -> {
                    throw new IllegalStateException("ended");
                }))
                .hasMessage("ended");
        migrate(FIRST);
        assertThat(history().entries()).hasSize(1);
    }

    @Test
    final void connectionsComeBackInTheModeInWhichTheyWere() throws SQLException {
        migrate(FIRST);
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < TestDatabase.CONNECTIONS; i++) {
            all.add(database.dataSource().getConnection());
        }
        assertThat(all).allMatch(connection -> isAutoCommit(connection));
        for (Connection connection : all) {
            connection.close();
        }
    }

    @Test
    final void noSchemaIsToldByName() {
        assertThatThrownBy(() -> history().requireExactly(List.of(FIRST)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has no tables of this store")
                .hasMessageContaining("run the migration");
    }

    @Test
    final void anOlderSchemaIsRefusedWithWhatItLacks() throws SQLException {
        migrate(FIRST);
        assertThatThrownBy(() -> history().requireExactly(List.of(FIRST, SECOND)))
                .hasMessageContaining("is older than this program, it lacks [step 2 (two)]: run the migration");
        assertThatThrownBy(() -> history().requireAll(List.of(FIRST, SECOND))).hasMessageContaining("is older");
    }

    @Test
    final void aNewerSchemaIsRefusedAtTheStartButServesWhoRunsAlready() throws SQLException {
        migrate(FIRST, SECOND);
        assertThatThrownBy(() -> history().requireExactly(List.of(FIRST)))
                .hasMessageContaining("is newer than this program, which knows 1 steps; it has seen step 2 (two)");
        assertThatThrownBy(() -> migrate(FIRST)).hasMessageContaining("is newer than this program");
        history().requireAll(List.of(FIRST));
    }

    @Test
    final void aChangedStepIsRefused() throws SQLException {
        migrate(FIRST);
        String changed = "step 1 (one) of schema";
        assertThatThrownBy(() -> history().requireExactly(List.of(CHANGED)))
                .hasMessageContaining(changed)
                .hasMessageContaining("was applied with another text");
        assertThatThrownBy(() -> history().requireAll(List.of(CHANGED))).hasMessageContaining(changed);
        assertThatThrownBy(() -> migrate(CHANGED, SECOND)).hasMessageContaining(changed);
        assertThat(history().entries()).hasSize(1);
    }

    @Test
    final void aStepThatBeganAndDidNotEndIsRefused() throws SQLException {
        migrate(FIRST);
        execute("update flow_schema_step set applied_at = null");
        assertThatThrownBy(() -> migrate(FIRST)).hasMessageContaining("step 1 (one) of schema");
        assertThatThrownBy(() -> history().requireAll(List.of(FIRST))).hasMessageContaining("has begun and not ended");
    }

    @Test
    final void aRefusedStatementIsToldAndWhatIsLeftOfItsStep() throws SQLException {
        migrate(FIRST);
        assertThatThrownBy(() -> migrate(FIRST, BROKEN))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.retry()).isEqualTo(Retry.NEVER))
                .hasMessageContaining("V2__two.sql was refused at \"create table flow_one (id int)\"")
                .hasMessageContaining(product() == Product.POSTGRESQL ? "nothing was changed" : "took effect");
        if (product() == Product.POSTGRESQL) {
            migrate(FIRST, SECOND);
        } else {
            assertThatThrownBy(() -> migrate(FIRST, BROKEN))
                    .hasMessageContaining("step 2 (two)")
                    .hasMessageContaining("has begun and not ended");
            execute("drop table flow_half");
            execute("delete from flow_schema_step where step = 2");
            migrate(FIRST, SECOND);
        }
        assertThat(history().entries()).hasSize(2).allMatch(History.Entry::applied);
    }

    @Test
    final void theShippedSchemaIsAppliedAndFoundRight() throws SQLException {
        JdbcSchema.migrate(database.dataSource());
        JdbcSchema.validate(database.dataSource());
        Validation.ofReadiness(database.dataSource());
        List<String> applied = appliedAt();
        JdbcSchema.migrate(database.dataSource());
        assertThat(appliedAt()).isEqualTo(applied).hasSize(product().steps.size());
    }

    @Test
    final void theShippedSchemaIsCheckedAtTheStart() throws SQLException {
        assertThatThrownBy(() -> JdbcSchema.validate(database.dataSource())).hasMessageContaining("run the migration");
        JdbcSchema.migrate(database.dataSource());
        execute("insert into flow_schema_step values (99, 'later', '', current_timestamp)");
        assertThatThrownBy(() -> JdbcSchema.validate(database.dataSource())).hasMessageContaining("is newer");
        Validation.ofReadiness(database.dataSource());
        execute("update flow_schema_step set checksum = 'other' where step = 1");
        assertThatThrownBy(() -> Validation.ofReadiness(database.dataSource()))
                .hasMessageContaining("with another text");
    }

    private void migrate(Step... steps) throws SQLException {
        new Migration(product(), List.of(steps), Migration.SECONDS, Migration.TRIES).on(database.dataSource());
    }

    private History history() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return History.read(connection, product());
        }
    }

    private List<String> appliedAt() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return Transaction.texts(connection, "select applied_at from flow_schema_step");
        }
    }

    private int count(String table) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return Integer.parseInt(Transaction.text(connection, "select count(*) from " + table));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            Transaction.execute(connection, sql);
        }
    }

    private static boolean isAutoCommit(Connection connection) {
        try {
            return connection.getAutoCommit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
