package dev.flowruntime.examples;

import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL database for one run, and the ways into it. */
final class RunDatabase implements AutoCloseable {
    private final @Nullable PostgresqlServer own;
    private final TestDatabase database;
    final MigratingStoreOptions options = new MigratingStoreOptions();

    private RunDatabase(@Nullable PostgresqlServer own, TestDatabase database) {
        this.own = own;
        this.database = database;
        options.jdbcUrl = database.url();
    }

    /** On a server that nobody else uses, with a login that is no superuser. */
    static RunDatabase onItsOwnServer(Durability durability) throws SQLException {
        PostgresqlServer server = PostgresqlServer.start(durability);
        RunDatabase opened = new RunDatabase(server, server.newDatabase());
        opened.execute("create role flow_login login createrole password 'secret'");
        opened.execute("grant create on schema public to flow_login");
        opened.options.jdbcUser = "flow_login";
        opened.options.jdbcPassword = "secret";
        return opened;
    }

    /** On the server that all tests share. */
    static RunDatabase onTheSharedServer() {
        RunDatabase opened = new RunDatabase(null, PostgresqlServer.shared().newDatabase());
        opened.options.jdbcUser = opened.database.superuser();
        opened.options.jdbcPassword = "";
        return opened;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows of texts. */
    List<List<String>> rows(String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** The number that a query tells. */
    long number(String sql) throws SQLException {
        return Long.parseLong(rows(sql).get(0).get(0));
    }

    @Override
    public void close() {
        if (own == null) {
            database.close();
        } else {
            own.close();
        }
    }
}
