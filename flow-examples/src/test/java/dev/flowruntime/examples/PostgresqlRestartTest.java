package dev.flowruntime.examples;

import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** With one login that owns its database, may make roles, and is no superuser. */
class PostgresqlRestartTest extends RestartContract {
    private TestDatabase database;

    @Override
    List<String> database() throws SQLException {
        database = PostgresqlServer.shared().newDatabase();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop role if exists flow_login");
            statement.execute("create role flow_login login createrole password 'secret'");
            statement.execute("grant create on schema public to flow_login");
        }
        return List.of("--jdbc-url=" + database.url(), "--jdbc-user=flow_login", "--jdbc-password=secret");
    }

    @AfterEach
    void close() {
        database.close();
    }
}
