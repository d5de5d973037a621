package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.Database.LostCommitException;

/**
 * Runs units of work that are audited. The audit record is stored with the rest and has an id of its own, so it tells of a unit
 * whose answer was lost whether it took place.
 */
final class AuditedUnit {
    private final Database database;
    private final Upsert upsert;

    AuditedUnit(Database database) {
        this.database = database;
        this.upsert = new Upsert(database);
    }

    /**
     * Runs a unit in one transaction, from its start when a key turns out to be a duplicate.
     *
     * @param audit written at its end
     * @param result tells from the rows what the unit came to, once it took place
     */
    <T> T run(AuditRecord audit, Database.Work<T> unit, Database.Work<T> result) {
        Database.Work<T> whole = connection -> {
            T outcome = unit.run(connection);
            database.update(
                    connection, AuditRecordTable.INSERT.values(), params -> AuditRecordTable.bind(params, audit));
            return outcome;
        };
        try {
            return runOnce(audit, whole);
        } catch (LostCommitException e) {
            return runAgain(
                    audit,
                    connection -> AuditRecordTable.isStored(database, connection, audit)
                            ? result.run(connection)
                            : whole.run(connection));
        }
    }

    private <T> T runOnce(AuditRecord audit, Database.Work<T> work) throws LostCommitException {
        return upsert.runOnce(
                Scope.of(audit.tenant()), work, () -> new StoreException(Retry.AT_ONCE, "others write the same rows"));
    }

    private <T> T runAgain(AuditRecord audit, Database.Work<T> work) {
        try {
            return runOnce(audit, work);
        } catch (LostCommitException e) {
            throw Failures.toStoreException(e);
        }
    }
}
