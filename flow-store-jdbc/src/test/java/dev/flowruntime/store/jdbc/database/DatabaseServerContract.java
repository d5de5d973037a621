package dev.flowruntime.store.jdbc.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store may count on in each of the servers. */
@Timeout(60)
abstract class DatabaseServerContract {
    private static final UUID FIRST = new UUID(1, 1);
    private static final UUID SECOND = new UUID(2, 2);
    private static final LocalDateTime AT = LocalDateTime.parse("2026-01-01T00:00:00.123456");
    private static final String LONG_TEXT = "\u00e9\ud83d\ude00".repeat(100_000);

    private TestDatabase database;

    abstract DatabaseServer server();

    /** The product's types for a time with microseconds and for a long text. */
    abstract String columns();

    @BeforeEach
    final void createTable() throws SQLException {
        database = server().newDatabase();
        execute("create table task (id uuid primary key, " + columns() + ")");
    }

    @AfterEach
    final void dropDatabase() {
        database.close();
    }

    @Test
    final void valuesComeBackAsTheyWere() throws SQLException {
        insert(FIRST);
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id, due_at, body from task")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getObject(1, UUID.class)).isEqualTo(FIRST);
            assertThat(row.getObject(2, LocalDateTime.class)).isEqualTo(AT);
            assertThat(row.getString(3)).isEqualTo(LONG_TEXT);
        }
    }

    @Test
    final void lockedRowsAreSkipped() throws SQLException {
        insert(FIRST);
        insert(SECOND);
        DataSource source = database.dataSource();
        try (Connection one = source.getConnection();
                Connection two = source.getConnection()) {
            one.setAutoCommit(false);
            two.setAutoCommit(false);
            assertThat(lock(one, "= '" + FIRST + "'")).containsExactly(FIRST);
            assertThat(lock(two, "is not null")).containsExactly(SECOND);
            one.rollback();
            two.rollback();
        }
    }

    @Test
    final void emptiedTablesHaveNoRowsThoughTheyReferToEachOther() throws SQLException {
        execute("create table part (id uuid primary key, task uuid references task (id))");
        execute("create table version (id uuid)");
        insert(FIRST);
        execute("insert into part values ('" + SECOND + "', '" + FIRST + "')");
        execute("insert into version values ('" + FIRST + "')");
        database.empty("version", "VERSION");
        assertThat(count("task")).isZero();
        assertThat(count("part")).isZero();
        assertThat(count("version")).isEqualTo(1);
    }

    @Test
    final void aSecondDatabaseHasNothingOfTheFirst() throws SQLException {
        insert(FIRST);
        try (TestDatabase other = server().newDatabase();
                Connection connection = other.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table task (id uuid primary key)");
            assertThat(count("task")).isEqualTo(1);
        }
    }

    @Test
    final void itsClockIsRight() {
        Instant before = Instant.now();
        assertThat(database.now()).isBetween(before.minusSeconds(5), before.plusSeconds(5));
    }

    @Test
    final void asManyConnectionsAsRacersAreOpenAtOnce() throws SQLException {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < TestDatabase.CONNECTIONS; i++) {
            open.add(database.dataSource().getConnection());
        }
        for (Connection connection : open) {
            assertThat(connection.isValid(1)).isTrue();
            connection.close();
        }
    }

    final void insert(UUID id) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into task values (?, ?, ?)")) {
            insert.setObject(1, id);
            insert.setObject(2, AT);
            insert.setString(3, LONG_TEXT);
            insert.executeUpdate();
        }
    }

    final int count(String table) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<UUID> lock(Connection connection, String condition) throws SQLException {
        String sql = "select id from task where id " + condition + " order by id limit 10 for update skip locked";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<UUID> locked = new ArrayList<>();
            while (rows.next()) {
                locked.add(rows.getObject(1, UUID.class));
            }
            return locked;
        }
    }
}
