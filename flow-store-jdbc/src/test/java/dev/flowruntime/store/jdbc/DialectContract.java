package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the store counts on in every product. */
@Timeout(60)
abstract class DialectContract {
    private static final Scope CROSSING = Scope.crossing();
    private static final UUID ID = UUID.fromString("019e2667-0000-7000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-03-29T01:30:00.123456Z");

    private final TimeZone zone = TimeZone.getDefault();
    private Dialect dialect;
    private Database database;

    abstract Product product();

    /** A dialect that waits for a statement, and for a lock, as long as it says. */
    abstract Dialect dialect(Duration statementTimeout, Duration lockTimeout);

    @BeforeEach
    final void emptyTables() {
        product().database().empty("flow_schema_step", "FLOW_SCHEMA_STEP");
        dialect = product().dialect();
        database = new Database(
                new Connections.Pooled(
                        product().database().dataSource(), product().database().dataSource()),
                dialect);
    }

    @AfterEach
    final void restoreZone() {
        TimeZone.setDefault(zone);
    }

    @Test
    final void instantsAreKeptToTheMicrosecondWhateverTheZoneOfTheMachine() throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
        try (Connection west = connect()) {
            insert(west, "west", ID, AT);
            assertThat(find(west, ID)).contains(AT);
            assertThat(Duration.between(now(west), product().database().now()).abs())
                    .isLessThan(Duration.ofMinutes(1));
        }
        // an hour that it does not have on that day
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try (Connection east = connect()) {
            assertThat(find(east, ID)).contains(AT);
            UUID other = new UUID(1, 1);
            insert(east, "east", other, AT.plusNanos(789));
            assertThat(find(east, other))
                    .hasValueSatisfying(at -> assertThat(at).isBetween(AT, AT.plusNanos(1000)));
        }
    }

    @Test
    final void timesFromNowAreCountedInMicroseconds() throws SQLException {
        String sql = "select " + dialect.now() + ", " + dialect.later() + " from (select 1 as one) t";
        try (Connection connection = connect()) {
            dialect.begin(connection, CROSSING);
            List<Instant> times = database.find(
                            connection,
                            sql,
                            params -> params.number(-3_600_000_001L),
                            row -> List.of(row.instant(), row.instant()))
                    .orElseThrow();
            assertThat(times.get(1)).isEqualTo(times.get(0).minus(3_600_000_001L, ChronoUnit.MICROS));
            dialect.rollback(connection);
        }
    }

    @Test
    final void idsSortLikeTheirTexts() throws SQLException {
        List<UUID> inOrder = List.of(
                UUID.fromString("00000000-0000-0000-8000-000000000001"),
                UUID.fromString("019e2667-0001-7000-0000-000000000000"),
                UUID.fromString("019e2667-0001-7000-8000-000000000000"),
                UUID.fromString("7fffffff-0000-0000-8000-000000000001"),
                UUID.fromString("80000000-0000-0000-8000-000000000001"),
                UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff"));
        try (Connection connection = connect()) {
            for (int i = inOrder.size() - 1; i >= 0; i--) {
                insert(connection, "slug " + i, inOrder.get(i), AT);
            }
        }
        assertThat(database.list(CROSSING, "select id from flow_tenant order by id", Binding.NONE, Row::uuid))
                .isEqualTo(inOrder);
    }

    @Test
    final void textsAreToldApartByCaseAccentAndLastSpacesAndSortByCodePoint() throws SQLException {
        List<String> inOrder =
                List.of("A", "Z", "a", "a ", "a_", "b", "e", "z", "\u00e9", "e\u0301".repeat(2), "\ud83d\ude00");
        List<String> sorted = inOrder.stream().sorted().toList();
        try (Connection connection = connect()) {
            for (int i = 0; i < sorted.size(); i++) {
                insert(connection, sorted.get(i), new UUID(1, i), AT);
            }
        }
        assertThat(database.list(CROSSING, "select slug from flow_tenant order by slug", Binding.NONE, Row::text))
                .isEqualTo(sorted);
        assertThat(database.list(
                        CROSSING, "select slug from flow_tenant where slug = ?", params -> params.text("a"), Row::text))
                .containsExactly("a");
    }

    @Test
    final void documentsOfFourMegabytesComeBackToTheLetter() {
        String document = "\u00e9\ud83d\ude00'\\\nx".repeat(400_000);
        TenantId tenant = new TenantId(ID);
        JdbcSettingsStore settings = new JdbcSettingsStore(database);
        settings.put(tenant, "big", new Json(document));
        assertThat(settings.find(tenant, "big").orElseThrow().text().equals(document))
                .isTrue();
    }

    @Test
    final void autoCommitIsAfterAUnitAsItWasBefore() throws SQLException {
        for (boolean before : autoCommitsThatStay()) {
            try (Connection connection = connect()) {
                connection.setAutoCommit(before);
                dialect.begin(connection, CROSSING);
                dialect.commit(connection);
                assertThat(connection.getAutoCommit()).isEqualTo(before);
                dialect.begin(connection, CROSSING);
                dialect.rollback(connection);
                assertThat(connection.getAutoCommit()).isEqualTo(before);
            }
        }
    }

    /** What auto-commit can be without being changed by a unit. */
    List<Boolean> autoCommitsThatStay() {
        return List.of(true, false);
    }

    @Test
    final void aUnitIsATransactionWhateverAutoCommitIs() throws SQLException {
        for (boolean autoCommit : List.of(true, false)) {
            try (Connection connection = connect()) {
                connection.setAutoCommit(autoCommit);
                dialect.begin(connection, CROSSING);
                write(connection, "undone", ID, AT);
                dialect.rollback(connection);
                dialect.begin(connection, CROSSING);
                assertThat(read(connection, ID)).isEmpty();
                write(connection, "done", ID, AT);
                dialect.commit(connection);
                connection.setAutoCommit(true);
                assertThat(find(connection, ID)).contains(AT);
                product().database().empty("flow_schema_step", "FLOW_SCHEMA_STEP");
            }
        }
    }

    @Test
    final void aUnitReadsWhatOthersCommitWhileItRuns() throws SQLException {
        try (Connection reader = connect();
                Connection writer = connect()) {
            dialect.begin(reader, CROSSING);
            assertThat(read(reader, ID)).isEmpty();
            insert(writer, "acme", ID, AT);
            assertThat(read(reader, ID)).contains(AT);
            dialect.rollback(reader);
        }
    }

    @Test
    final void aJoinedUnitIsUndoneAloneAndKeptWithItsTransaction() throws SQLException {
        Dialect joined = dialect.joined();
        UUID outer = new UUID(1, 1);
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            write(connection, "outer", outer, AT);
            joined.begin(connection, CROSSING);
            write(connection, "undone", ID, AT);
            joined.rollback(connection);
            joined.begin(connection, CROSSING);
            write(connection, "kept", ID, AT);
            joined.commit(connection);
            assertThat(connection.getAutoCommit()).isFalse();
            try (Connection other = connect()) {
                assertThat(find(other, ID)).isEmpty();
            }
            connection.commit();
            assertThat(find(connection, ID)).contains(AT);
            assertThat(find(connection, outer)).contains(AT);
        }
    }

    @Test
    final void aLockIsWaitedForOnlySoLong() throws SQLException {
        Dialect impatient = dialect(Duration.ofSeconds(20), Duration.ofMillis(50));
        try (Connection holder = connect();
                Connection waiter = connect()) {
            insert(holder, "acme", ID, AT);
            dialect.begin(holder, CROSSING);
            execute(holder, "update flow_tenant set name = 'held'");
            impatient.begin(waiter, CROSSING);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> execute(waiter, "update flow_tenant set name = 'waited'"))
                    .matches(Failures::isLockTimeout);
            impatient.rollback(waiter);
            dialect.rollback(holder);
        }
    }

    @Test
    final void aStatementRunsOnlySoLong() throws SQLException {
        Dialect impatient = dialect(Duration.ofMillis(100), Duration.ofSeconds(20));
        try (Connection connection = connect()) {
            impatient.begin(connection, CROSSING);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> execute(connection, endless()))
                    .satisfies(e ->
                            assertThat(Failures.toStoreException(e)).hasMessage("the database did not answer in time"));
            impatient.rollback(connection);
        }
    }

    /** A statement that takes minutes. */
    abstract String endless();

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                product().database().url(), product().database().superuser(), "");
    }

    private void insert(Connection connection, String slug, UUID id, Instant at) throws SQLException {
        dialect.begin(connection, CROSSING);
        write(connection, slug, id, at);
        dialect.commit(connection);
    }

    private void write(Connection connection, String slug, UUID id, Instant at) throws SQLException {
        database.update(
                connection,
                "insert into flow_tenant (id, slug, name, created_at) values (?, ?, 'name', ?)",
                params -> params.uuid(id).text(slug).instant(at));
    }

    private Optional<Instant> find(Connection connection, UUID id) throws SQLException {
        dialect.begin(connection, CROSSING);
        Optional<Instant> found = read(connection, id);
        dialect.commit(connection);
        return found;
    }

    private Optional<Instant> read(Connection connection, UUID id) throws SQLException {
        return database.find(
                connection, "select created_at from flow_tenant where id = ?", params -> params.uuid(id), Row::instant);
    }

    private Instant now(Connection connection) throws SQLException {
        return database.find(connection, "select " + dialect.now(), Binding.NONE, Row::instant)
                .orElseThrow();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
