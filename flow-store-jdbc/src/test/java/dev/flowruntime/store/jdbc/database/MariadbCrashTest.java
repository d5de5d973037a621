package dev.flowruntime.store.jdbc.database;

class MariadbCrashTest extends CrashContract {
    @Override
    CrashableServer start() {
        return MariadbServer.start(CrashableServer.Durability.FULL);
    }

    @Override
    String waitsForDisk() {
        return "@@innodb_flush_log_at_trx_commit";
    }
}
