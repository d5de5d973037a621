package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * Runs units that look for a row and make it when there is none, in the SQL that all products have.
 *
 * <p>A duplicate key means that somebody else was quicker, and ends the transaction in some products. Run again from its
 * start, the unit finds what that one has made.
 */
final class Upsert {
    private static final int ATTEMPTS = 5;

    private final Database database;

    Upsert(Database database) {
        this.database = database;
    }

    /**
     * Runs a unit in one transaction that may just as well run twice.
     *
     * @param taken what to throw when a key is a duplicate whenever the unit runs
     */
    <T> T run(Scope scope, Database.Work<T> work, Supplier<StoreException> taken) {
        try {
            return runOnce(scope, work, taken);
        } catch (LostCommitException e) {
            return runAgain(scope, work, taken);
        }
    }

    private <T> T runAgain(Scope scope, Database.Work<T> work, Supplier<StoreException> taken) {
        try {
            return runOnce(scope, work, taken);
        } catch (LostCommitException e) {
            throw Failures.toStoreException(e);
        }
    }

    /**
     * Runs a unit in one transaction.
     *
     * @param taken what to throw when a key is a duplicate whenever the unit runs
     * @throws LostCommitException when its connection was lost during the commit
     */
    <T> T runOnce(Scope scope, Database.Work<T> work, Supplier<StoreException> taken) throws LostCommitException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return database.tryTransact(scope, work);
            } catch (LostCommitException e) {
                throw e;
            } catch (SQLException e) {
                if (!Failures.isDuplicateKey(e)) {
                    throw Database.refusal(e);
                }
            }
        }
        throw taken.get();
    }
}
