package dev.flowruntime.store.jdbc.database;

class MariadbServerTest extends DatabaseServerContract {
    @Override
    DatabaseServer server() {
        return MariadbServer.shared();
    }

    @Override
    String columns() {
        return "due_at datetime(6), body longtext";
    }
}
