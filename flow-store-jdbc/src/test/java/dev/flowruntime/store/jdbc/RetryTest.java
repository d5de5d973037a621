package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures of a unit are tried again, and how often. A trigger in the database fails the first so many tries. */
class RetryTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private static TestDatabase database;
    private static FlowStore store;

    private final TenantId tenant = new TenantId(UUID.randomUUID());

    @BeforeAll
    static void migrate() throws SQLException {
        database = PostgresqlServer.shared().newDatabase();
        JdbcSchema.migrate(database.dataSource());
        store = JdbcFlowStore.open(database.dataSource());
        execute("create sequence tries"); // a rollback does not turn it back
        execute("grant all on sequence tries to flow_app");
        execute("""
                create function fail() returns trigger language plpgsql as $$
                begin
                  if nextval('tries') <= current_setting('test.failures')::int then
                    raise exception using errcode = current_setting('test.state');
                  end if;
                  return new;
                end $$""");
        execute("create trigger fail before insert on flow_inbox_event for each row execute function fail()");
        execute("create trigger fail before insert on flow_conversation for each row execute function fail()");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void reset() throws SQLException {
        failing("00000", 0);
    }

    /** The next so many tries fail with this state. */
    private static void failing(String state, int failures) throws SQLException {
        String name = Transaction.text(connection(), "select current_database()");
        execute("alter sequence tries restart");
        execute("alter database " + name + " set test.state = '" + state + "'");
        execute("alter database " + name + " set test.failures = " + failures);
        // new connections take the new settings
        execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
        store = JdbcFlowStore.open(fresh());
    }

    private static org.postgresql.ds.PGSimpleDataSource fresh() {
        var source = new org.postgresql.ds.PGSimpleDataSource();
        source.setUrl(database.url());
        source.setUser(database.superuser());
        return source;
    }

    private static Connection connection() throws SQLException {
        return fresh().getConnection();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connection()) {
            Transaction.execute(connection, sql);
        }
    }

    private static int tries() throws SQLException {
        try (Connection connection = connection()) {
            return Integer.parseInt(
                    Transaction.text(connection, "select case when is_called then last_value else 0 end from tries"));
        }
    }

    private EventOutcome accept() {
        InboxEvent event = new InboxEvent(
                tenant, new EventId(UUID.randomUUID()), "parcel", Json.EMPTY_OBJECT, null, null, null, NOW);
        return store.inboxEvents().accept(new EventAcceptance(event, "fingerprint", null, Duration.ofHours(1)));
    }

    private ConversationOutcome open() {
        Conversation opened = new Conversation(
                tenant, new ConversationId(UUID.randomUUID()), null, null, "en", Json.EMPTY_OBJECT, 1, NOW);
        return store.conversations()
                .commit(new ConversationCommit(new ConversationChange.Open(opened), List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({"40001, 1", "40001, 20", "40P01, 1", "40P01, 20", "55P03, 1"})
    void whatCanGoThroughIsTriedAgainAsAWholeUnit(String state, int failures) throws SQLException {
        failing(state, failures);
        assertThat(accept()).isInstanceOf(EventOutcome.Accepted.class);
        assertThat(tries()).isEqualTo(failures + 1);
        failing(state, failures);
        assertThat(open()).isInstanceOf(ConversationOutcome.Committed.class);
        assertThat(tries()).isEqualTo(failures + 1);
    }

    @Test
    void aSecondLockTimeoutIsForLater() throws SQLException {
        failing("55P03", 2);
        StoreException refused = catchThrowableOfType(StoreException.class, this::accept);
        assertThat(refused.retry()).isEqualTo(Retry.LATER);
        assertThat(tries()).isEqualTo(2);
    }

    @Test
    void whoCollidesAgainAndAgainIsToldToTryAtOnce() throws SQLException {
        failing("40001", 1000);
        StoreException refused = catchThrowableOfType(StoreException.class, this::open);
        assertThat(refused.retry()).isEqualTo(Retry.AT_ONCE);
        assertThat(tries()).isBetween(2, 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23514", "42501", "P0001", "XX000", "0A000"})
    void allElseIsTriedOnce(String state) throws SQLException {
        failing(state, 1);
        StoreException refused = catchThrowableOfType(StoreException.class, this::accept);
        assertThat(refused.retry()).isEqualTo(Retry.NEVER);
        assertThat(tries()).isEqualTo(1);
        failing(state, 1);
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class);
        assertThat(tries()).isEqualTo(1);
    }

    @Test
    void aPoolThatIsUsedUpIsForLaterWithinItsTimeout() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.superuser());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(600);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            FlowStore small = JdbcFlowStore.open(pool);
            try (Connection taken = pool.getConnection()) {
                long start = System.nanoTime();
                StoreException refused = catchThrowableOfType(
                        StoreException.class, () -> small.settings().find(tenant, "greeting"));
                assertThat(refused.retry()).isEqualTo(Retry.LATER);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1100));
                assertThat(taken.isValid(1)).isTrue();
            }
            assertThat(small.settings().find(tenant, "greeting")).isEmpty();
        }
    }
}
