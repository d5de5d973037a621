package dev.flowruntime.examples;

import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** With one login that makes the roles and all else, on a server of its own, where nobody else has made them. */
class PostgresqlRestartTest extends RestartContract {
    private PostgresqlServer server;

    @Override
    List<String> database() throws SQLException {
        server = PostgresqlServer.start(Durability.NONE);
        TestDatabase database = server.newDatabase();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role flow_login login createrole password 'secret'");
            statement.execute("grant create on schema public to flow_login");
        }
        return List.of("--jdbc-url=" + database.url(), "--jdbc-user=flow_login", "--jdbc-password=secret");
    }

    @AfterEach
    void close() {
        server.close();
    }
}
