package dev.flowruntime.store.jdbc.database;

class H2ServerTest extends DatabaseServerContract {
    @Override
    DatabaseServer server() {
        return H2Server.shared();
    }

    @Override
    String columns() {
        return "due_at timestamp(6), body varchar";
    }
}
