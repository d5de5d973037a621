package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.AttemptReply;
import dev.flowruntime.store.IdempotencyAttempt;
import dev.flowruntime.store.IdempotencyOutcome;
import dev.flowruntime.store.IdempotencyStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Idempotency keys. A new one costs PostgreSQL one round trip. */
final class JdbcIdempotencyStore implements IdempotencyStore {
    private static final int TRIES = 10;

    private static final String INSERT = """
            insert into flow_idempotency_key
            (tenant_id, scope, idempotency_key, fingerprint, attempt, leased_until, expires_at, settled)
            values (?, ?, ?, ?, ?, %1$s, %1$s, false)""";

    private static final String FIND = """
            select attempt, fingerprint, settled, leased_until <= %1$s, expires_at <= %1$s, status, body
            from flow_idempotency_key""";

    private static final String TAKE_OVER = """
            update flow_idempotency_key set fingerprint = ?, attempt = ?, leased_until = %2$s, expires_at = %2$s,
            settled = false, status = null, body = null
            where tenant_id = ? and scope = ? and idempotency_key = ? and attempt = ?
            and (body is null or expires_at <= %1$s)""";

    private static final String SETTLE =
            "update flow_idempotency_key set settled = true" + IdempotencyTable.HELD + " and body is not null";

    private static final String FREE = "delete from flow_idempotency_key" + IdempotencyTable.HELD + " and body is null";

    private static final String ANSWER =
            "select status, body from flow_idempotency_key" + IdempotencyTable.OF_KEY + " and settled";

    private static final String OVER = "select tenant_id, scope, idempotency_key from flow_idempotency_key"
            + " where expires_at <= %1$s order by expires_at limit ? for update skip locked";

    private static final String FORGET = "delete from flow_idempotency_key" + IdempotencyTable.OF_KEY;

    private final Database database;
    private final String insert;
    private final String find;
    private final String takeOver;
    private final String over;

    JdbcIdempotencyStore(Database database) {
        this.database = database;
        String now = database.dialect().now();
        String later = database.dialect().later();
        this.insert = INSERT.formatted(later);
        this.find = FIND.formatted(now) + IdempotencyTable.OF_KEY;
        this.takeOver = TAKE_OVER.formatted(now, later);
        this.over = OVER.formatted(now);
    }

    /** A key that somebody has begun with. */
    private record Found(
            UUID attempt,
            String fingerprint,
            boolean settled,
            boolean leaseOver,
            boolean lifeOver,
            @Nullable KeptReply reply) {
        static Found read(Row row) throws SQLException {
            return new Found(
                    row.uuid(), row.text(), row.flag(), row.flag(), row.flag(), IdempotencyTable.readReply(row));
        }
    }

    @Override
    public IdempotencyOutcome begin(IdempotencyAttempt attempt) {
        Scope scope = Scope.of(attempt.key().tenant());
        if (database.dialect() instanceof PostgresDialect postgres && isNew(postgres, scope, attempt)) {
            return new IdempotencyOutcome.Begun();
        }
        for (int i = 1; ; i++) {
            try {
                Optional<IdempotencyOutcome> outcome =
                        database.tryTransact(scope, connection -> begin(connection, attempt));
                if (outcome.isPresent()) {
                    return outcome.get();
                }
                if (i == TRIES) {
                    throw new StoreException(Retry.AT_ONCE, "others begin and end with the same idempotency key");
                }
            } catch (LostCommitException e) {
                // Whether this attempt has begun is seen from the start.
                if (i == TRIES) {
                    throw Failures.toStoreException(e);
                }
            } catch (SQLException e) {
                // Another came first with the same key, and is seen from the start.
                if (!Failures.isDuplicateKey(e) || i == TRIES) {
                    throw Database.refusal(e);
                }
            }
        }
    }

    /** @return false also when the answer was lost */
    private boolean isNew(PostgresDialect postgres, Scope scope, IdempotencyAttempt attempt) {
        Insertion insertion = new Insertion();
        Trip trip = new Trip()
                .add(insert + " on conflict do nothing", params -> bindInsert(params, attempt), insertion::take);
        try {
            database.retry(scope, connection -> trip.run(postgres, connection, scope));
            return insertion.done;
        } catch (LostCommitException e) {
            return false;
        } catch (SQLException e) {
            throw Database.refusal(e);
        }
    }

    private static final class Insertion {
        private boolean done;

        void take(@Nullable ResultSet rows, int count) {
            done = count > 0;
        }
    }

    /** @return empty when somebody else changed the key meanwhile */
    private Optional<IdempotencyOutcome> begin(Connection connection, IdempotencyAttempt attempt) throws SQLException {
        Found found = database.find(
                        connection, find, params -> IdempotencyTable.bindKey(params, attempt.key()), Found::read)
                .orElse(null);
        if (found == null) {
            database.update(connection, insert, params -> bindInsert(params, attempt));
            return Optional.of(new IdempotencyOutcome.Begun());
        }
        if (found.lifeOver) {
            return takeOver(connection, attempt, found);
        }
        if (!found.fingerprint.equals(attempt.fingerprint())) {
            return Optional.of(new IdempotencyOutcome.Conflict());
        }
        if (found.settled && found.reply != null) {
            return Optional.of(new IdempotencyOutcome.Answered(found.reply));
        }
        if (!found.leaseOver) {
            return Optional.of(
                    found.attempt.equals(attempt.id())
                            ? new IdempotencyOutcome.Begun()
                            : new IdempotencyOutcome.Running());
        }
        return found.reply == null
                ? takeOver(connection, attempt, found)
                : settle(connection, attempt.key(), found.attempt, found.reply);
    }

    private Optional<IdempotencyOutcome> takeOver(Connection connection, IdempotencyAttempt attempt, Found found)
            throws SQLException {
        int taken = database.update(connection, takeOver, params -> {
            params.text(attempt.fingerprint())
                    .uuid(attempt.id())
                    .number(micros(attempt.lease()))
                    .number(micros(attempt.life()));
            IdempotencyTable.bindHeld(params, attempt.key(), found.attempt);
        });
        return taken > 0 ? Optional.of(new IdempotencyOutcome.Begun()) : Optional.empty();
    }

    private Optional<IdempotencyOutcome> settle(Connection connection, IdempotencyKey key, UUID holder, KeptReply reply)
            throws SQLException {
        int settled = database.update(connection, SETTLE, params -> IdempotencyTable.bindHeld(params, key, holder));
        return settled > 0 ? Optional.of(new IdempotencyOutcome.Answered(reply)) : Optional.empty();
    }

    private static void bindInsert(Params params, IdempotencyAttempt attempt) throws SQLException {
        IdempotencyTable.bindKey(params, attempt.key());
        params.text(attempt.fingerprint())
                .uuid(attempt.id())
                .number(micros(attempt.lease()))
                .number(micros(attempt.life()));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    @Override
    public Optional<KeptReply> finish(IdempotencyKey key, UUID attempt, KeptReply reply) {
        AttemptReply last = new AttemptReply(key, attempt, reply, true);
        return database.transactTwice(Scope.of(key.tenant()), connection -> {
            int recorded = database.update(
                    connection, IdempotencyTable.RECORD.one(), params -> IdempotencyTable.bind(params, last));
            return recorded > 0
                    ? Optional.of(reply)
                    : database
                            .list(
                                    connection,
                                    ANSWER,
                                    params -> IdempotencyTable.bindKey(params, key),
                                    row -> new KeptReply(row.integer(), row.json()))
                            .stream()
                            .findFirst();
        });
    }

    @Override
    public void release(IdempotencyKey key, UUID attempt) {
        database.transactTwice(Scope.of(key.tenant()), connection -> {
            Binding held = params -> IdempotencyTable.bindHeld(params, key, attempt);
            return database.update(connection, SETTLE, held) + database.update(connection, FREE, held);
        });
    }

    @Override
    public int sweep(Instant now, int limit) {
        return database.transact(Scope.crossing(), connection -> {
            List<IdempotencyKey> keys = database.list(
                    connection,
                    over,
                    params -> params.integer(limit),
                    row -> new IdempotencyKey(new TenantId(row.uuid()), row.text(), row.text()));
            database.updateAll(connection, FORGET, keys, IdempotencyTable::bindKey);
            return keys.size();
        });
    }
}
