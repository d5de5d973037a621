package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.jdbc.database.DatabaseServer;
import dev.flowruntime.store.jdbc.database.H2Server;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;

class H2FailuresTest extends FailuresContract {
    @Override
    DatabaseServer server() {
        return H2Server.shared();
    }

    @Override
    String lockTimeout(int millis) {
        return "set lock_timeout " + millis;
    }

    @Override
    String statementTimeout(int millis) {
        return "set query_timeout " + millis;
    }

    @Override
    String slow() {
        return "select count(*) from system_range(1, 100000) a, system_range(1, 100000) b";
    }

    @Override
    String nowhere() {
        return "jdbc:h2:tcp://127.0.0.1:1/mem:flow";
    }

    @Override
    void kill(Connection victim, TestDatabase database) throws SQLException {
        try (Connection killer = database.dataSource().getConnection()) {
            String session = Transaction.text(victim, "select session_id()");
            Transaction.execute(killer, "select abort_session(" + session + ")");
        }
    }
}
