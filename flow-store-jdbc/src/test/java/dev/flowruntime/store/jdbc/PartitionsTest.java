package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.JdbcSchema.PartitionChanges;
import dev.flowruntime.store.jdbc.JdbcSchema.Partitioned;
import dev.flowruntime.store.jdbc.database.H2Server;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PartitionsTest {
    private static final Map<Partitioned, Period> ALL = Map.of();
    private static final LocalDateTime DECEMBER = LocalDateTime.parse("2040-12-31T23:59:59");

    private TestDatabase database;
    private DataSource owner;

    /** An owner who is no superuser sees no row behind a forced wall. */
    @BeforeEach
    void migrate() throws SQLException {
        database = PostgresqlServer.shared().newDatabase();
        asSuperuser("do $$ begin create role partition_owner login createrole;"
                + " exception when duplicate_object then null; end $$");
        asSuperuser(Scripts.roles().text());
        asSuperuser("grant all on schema public to partition_owner;"
                + " grant flow_app, flow_dispatcher to partition_owner");
        owner = database.dataSourceOf("partition_owner");
        JdbcSchema.migrate(owner);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aMigrationMakesThisMonthAndTheNextTwelve() throws SQLException {
        YearMonth now = YearMonth.from(database.now().atOffset(ZoneOffset.UTC));
        assertThat(partitionsOf("flow_message"))
                .containsExactlyElementsOf(months("flow_message", now, 13))
                .hasSize(13);
        assertThat(partitionsOf("flow_history_event")).hasSize(13);
        assertThat(partitionsOf("flow_audit_record")).hasSize(13);
        assertThat(keep(ALL)).isEqualTo(new PartitionChanges(List.of(), List.of(), 0));
    }

    @Test
    void monthsGoOnOverTheTurnOfTheYear() throws SQLException {
        PartitionChanges changes = keepAt(DECEMBER, ALL);
        assertThat(changes.made()).containsAll(months("flow_message", YearMonth.of(2040, 12), 13));
        assertThat(changes.made()).hasSize(Partitioned.values().length * 13);
        insertMessage("2041-01-01 00:00:00+00", 1);
        insertMessage("2040-12-31 23:59:59.999999+00", 2);
        insertMessage("2041-01-01 01:00:00+02", 3);
        assertThat(placesOfMessages())
                .containsExactly("flow_message_2041_01", "flow_message_2040_12", "flow_message_2040_12");
    }

    @Test
    void aNewPartitionIsBehindTheWalls() throws SQLException {
        keepAt(DECEMBER, ALL);
        JdbcSchema.validate(owner);
        assertThat(query("select relacl from pg_class where relname ~ '^flow_.*_2041_01$' and relkind = 'r'"))
                .containsOnlyNulls()
                .hasSize(Partitioned.values().length);
    }

    @Test
    void rowsWithoutAPartitionAreTakenAndMovedWhenTheirMonthIsMade() throws SQLException {
        insertMessage("2040-12-05 00:00:00+00", 1);
        insertMessage("2041-12-05 00:00:00+00", 2);
        insertMessage("2050-01-05 00:00:00+00", 3);
        assertThat(placesOfMessages()).containsOnly("flow_message_default").hasSize(3);

        PartitionChanges changes = keepAt(DECEMBER, ALL);
        assertThat(changes.rowsMoved()).isEqualTo(3);
        assertThat(changes.made()).contains("flow_message_2050_01");
        assertThat(placesOfMessages())
                .containsExactly("flow_message_2040_12", "flow_message_2041_12", "flow_message_2050_01");
        assertThat(query("select text from flow_message order by seq")).containsExactly("text 1", "text 2", "text 3");
        assertThat(query("select pg_relation_size('flow_message_default')")).containsExactly("0");
        JdbcSchema.validate(owner);
        assertThat(keepAt(DECEMBER, ALL).rowsMoved()).isZero();
    }

    @Test
    void monthsThatEndedLongEnoughAgoAreDropped() throws SQLException {
        keepAt(DECEMBER, ALL);
        insertMessage("2040-12-31 23:59:59+00", 1);
        insertMessage("2041-01-31 23:59:59+00", 2);
        Map<Partitioned, Period> kept = Map.of(Partitioned.MESSAGES, Period.ofDays(31));

        assertThat(keepAt(LocalDateTime.parse("2041-01-31T23:59:59"), kept).dropped())
                .doesNotContain("flow_message_2040_12")
                .allMatch(name -> name.startsWith("flow_message_"));
        assertThat(keepAt(LocalDateTime.parse("2041-02-01T00:00:00"), kept).dropped())
                .containsExactly("flow_message_2040_12");
        assertThat(placesOfMessages()).containsExactly("flow_message_2041_01");
        assertThat(partitionsOf("flow_audit_record")).contains("flow_audit_record_2040_12");
    }

    @Test
    void severalNodesMayKeepThemAtOnce() throws Exception {
        int nodes = 6;
        Map<Partitioned, Period> kept = Map.of(Partitioned.MESSAGES, Period.ZERO);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        List<PartitionChanges> changes = new ArrayList<>();
        try {
            List<Future<PartitionChanges>> ends = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                ends.add(threads.submit(() -> keepAt(DECEMBER, kept)));
            }
            for (Future<PartitionChanges> end : ends) {
                changes.add(end.get());
            }
        } finally {
            threads.shutdown();
        }
        assertThat(changes.stream().flatMap(one -> one.made().stream()))
                .hasSize(Partitioned.values().length * 13)
                .doesNotHaveDuplicates();
        assertThat(changes.stream().flatMap(one -> one.dropped().stream()))
                .hasSize(13)
                .doesNotHaveDuplicates();
    }

    @Test
    void aDropGivesUpWhenTheTableStaysInUse() throws SQLException {
        try (Connection reader = database.dataSource().getConnection()) {
            reader.setAutoCommit(false);
            Transaction.texts(reader, "select id from flow_message");
            assertThatThrownBy(() -> new Partitions(owner, 1).keep(Map.of(Partitioned.MESSAGES, Period.ZERO), DECEMBER))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.retry()).isEqualTo(Retry.LATER))
                    .hasMessageContaining("too busy");
            reader.rollback();
        }
    }

    @Test
    void aNegativePeriodIsRefused() {
        assertThatThrownBy(() -> keep(Map.of(Partitioned.MESSAGES, Period.ofDays(-1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a period to keep is not negative: P-1D");
    }

    @Test
    void otherProductsHaveNoPartitions() {
        try (TestDatabase other = H2Server.shared().newDatabase()) {
            JdbcSchema.migrate(other.dataSource());
            assertThat(JdbcSchema.keepPartitions(other.dataSource(), ALL).made())
                    .isEmpty();
        }
    }

    private PartitionChanges keep(Map<Partitioned, Period> kept) {
        return JdbcSchema.keepPartitions(owner, kept);
    }

    private PartitionChanges keepAt(LocalDateTime now, Map<Partitioned, Period> kept) throws SQLException {
        return new Partitions(owner, 10_000).keep(kept, now);
    }

    private static List<String> months(String table, YearMonth first, int count) {
        return IntStream.range(0, count)
                .mapToObj(first::plusMonths)
                .map(month -> "%s_%d_%02d".formatted(table, month.getYear(), month.getMonthValue()))
                .toList();
    }

    private List<String> partitionsOf(String table) throws SQLException {
        return query("select relname from pg_inherits join pg_class c on c.oid = inhrelid where inhparent = '" + table
                + "'::regclass and relname not like '%default' order by 1");
    }

    private List<String> placesOfMessages() throws SQLException {
        return query("select tableoid::regclass from flow_message order by seq");
    }

    private void insertMessage(String at, int seq) throws SQLException {
        asSuperuser("set role flow_app; set app.tenant = '00000000-0000-0000-0000-000000000001';"
                + " insert into flow_message (tenant_id, conversation_id, seq, id, role, text, blocks, created_at)"
                + " select '00000000-0000-0000-0000-000000000001', gen_random_uuid(), " + seq
                + ", gen_random_uuid(), 'USER', 'text " + seq + "', '', '" + at + "'; reset role; reset app.tenant");
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return Transaction.texts(connection, sql);
        }
    }

    private void asSuperuser(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            Transaction.execute(connection, sql);
        }
    }
}
