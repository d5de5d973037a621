package dev.flowruntime.store.jdbc.database;

class PostgresqlServerTest extends DatabaseServerContract {
    @Override
    DatabaseServer server() {
        return PostgresqlServer.shared();
    }

    @Override
    String columns() {
        return "due_at timestamp(6), body text";
    }
}
