package dev.flowruntime.store.memory;

import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.store.AttemptReply;
import dev.flowruntime.store.IdempotencyAttempt;
import dev.flowruntime.store.IdempotencyOutcome;
import dev.flowruntime.store.IdempotencyStore;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Idempotency keys, the longest kept first; guarded by its own lock, which is held for no turn. */
final class InMemoryIdempotencyStore implements IdempotencyStore {
    private static final IdempotencyOutcome BEGUN = new IdempotencyOutcome.Begun();
    private static final IdempotencyOutcome RUNNING = new IdempotencyOutcome.Running();
    private static final IdempotencyOutcome CONFLICT = new IdempotencyOutcome.Conflict();

    private final Tables tables;
    private final int keep;
    private final Map<IdempotencyKey, Row> rows = new LinkedHashMap<>();

    /** @param keep how many keys are kept at most, those that attempts hold not counted */
    InMemoryIdempotencyStore(Tables tables, int keep) {
        this.tables = tables;
        this.keep = keep;
    }

    private static final class Row {
        final UUID attempt;
        final String fingerprint;
        final Instant leasedUntil;
        final Instant expiresAt;

        @Nullable
        KeptReply reply;

        boolean settled;
        /** Whether a turn of the attempt is being stored, and with it its reply. */
        boolean committing;

        Row(IdempotencyAttempt attempt) {
            this.attempt = attempt.id();
            this.fingerprint = attempt.fingerprint();
            this.leasedUntil = attempt.now().plus(attempt.lease());
            this.expiresAt = attempt.now().plus(attempt.life());
        }

        boolean isHeldBy(UUID other) {
            return !settled && attempt.equals(other);
        }

        boolean isLeased(Instant now) {
            return committing || !settled && now.isBefore(leasedUntil);
        }

        boolean isOver(Instant now) {
            return !committing && !now.isBefore(expiresAt);
        }
    }

    @Override
    public synchronized IdempotencyOutcome begin(IdempotencyAttempt attempt) {
        tables.requireOpen();
        Row row = rows.get(attempt.key());
        if (row == null || row.isOver(attempt.now())) {
            return hold(attempt);
        }
        if (!row.fingerprint.equals(attempt.fingerprint())) {
            return CONFLICT;
        }
        if (row.isLeased(attempt.now())) {
            return row.isHeldBy(attempt.id()) ? BEGUN : RUNNING;
        }
        if (row.reply == null) {
            return hold(attempt);
        }
        row.settled = true;
        return new IdempotencyOutcome.Answered(row.reply);
    }

    private IdempotencyOutcome hold(IdempotencyAttempt attempt) {
        rows.remove(attempt.key());
        rows.put(attempt.key(), new Row(attempt));
        Iterator<Row> eldest = rows.values().iterator();
        while (rows.size() > keep && eldest.hasNext()) {
            if (!eldest.next().isLeased(attempt.now())) {
                eldest.remove();
            }
        }
        return BEGUN;
    }

    /**
     * Lets nobody else have the key while a turn is stored; {@link #close} comes after it.
     *
     * @return false when the attempt does not hold it
     */
    synchronized boolean open(AttemptReply reply) {
        Row row = rows.get(reply.key());
        if (row == null || row.committing || !row.isHeldBy(reply.attempt())) {
            return false;
        }
        row.committing = true;
        return true;
    }

    /** @param stored whether the turn is, and so the reply is to be */
    synchronized void close(AttemptReply reply, boolean stored) {
        Row row = rows.get(reply.key());
        if (row != null) {
            row.committing = false;
            if (stored) {
                row.reply = reply.reply();
                row.settled = reply.last();
            }
        }
    }

    @Override
    public synchronized Optional<KeptReply> finish(IdempotencyKey key, UUID attempt, KeptReply reply) {
        tables.requireOpen();
        Row row = rows.get(key);
        if (row == null) {
            return Optional.empty();
        }
        if (row.isHeldBy(attempt)) {
            row.reply = reply;
            row.settled = true;
        }
        return row.settled ? Optional.ofNullable(row.reply) : Optional.empty();
    }

    @Override
    public synchronized void release(IdempotencyKey key, UUID attempt) {
        tables.requireOpen();
        Row row = rows.get(key);
        if (row == null || !row.isHeldBy(attempt)) {
            return;
        }
        if (row.reply == null) {
            rows.remove(key);
        } else {
            row.settled = true;
        }
    }

    @Override
    public synchronized int sweep(Instant now, int limit) {
        tables.requireOpen();
        int swept = 0;
        for (Iterator<Row> each = rows.values().iterator(); each.hasNext() && swept < limit; ) {
            if (each.next().isOver(now)) {
                each.remove();
                swept++;
            }
        }
        return swept;
    }
}
