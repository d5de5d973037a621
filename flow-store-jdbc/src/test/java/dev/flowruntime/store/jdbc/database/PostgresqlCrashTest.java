package dev.flowruntime.store.jdbc.database;

class PostgresqlCrashTest extends CrashContract {
    @Override
    CrashableServer start() {
        return PostgresqlServer.start(CrashableServer.Durability.FULL);
    }

    @Override
    String waitsForDisk() {
        return "current_setting('fsync')::boolean::integer";
    }
}
