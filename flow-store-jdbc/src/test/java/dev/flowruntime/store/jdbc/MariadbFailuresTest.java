package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.jdbc.database.DatabaseServer;
import dev.flowruntime.store.jdbc.database.MariadbServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;

class MariadbFailuresTest extends FailuresContract {
    @Override
    DatabaseServer server() {
        return MariadbServer.shared();
    }

    @Override
    String lockTimeout(int millis) {
        return "set session innodb_lock_wait_timeout = " + Math.max(1, millis / 1000);
    }

    @Override
    String statementTimeout(int millis) {
        return "set session max_statement_time = " + millis / 1000.0;
    }

    @Override
    String slow() {
        return "with recursive n as (select 1 as i union all select i + 1 from n where i < 1000)"
                + " select count(*) from n a, n b, n c";
    }

    @Override
    String nowhere() {
        return "jdbc:mariadb://127.0.0.1:1/flow";
    }

    @Override
    void kill(Connection victim, TestDatabase database) throws SQLException {
        String id = Transaction.text(victim, "select connection_id()");
        try (Connection killer = database.dataSource().getConnection()) {
            Transaction.execute(killer, "kill " + id);
        }
    }
}
