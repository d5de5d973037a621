package dev.flowruntime.store.broken;

import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.store.AttemptReply;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.IdempotencyAttempt;
import dev.flowruntime.store.IdempotencyOutcome;
import dev.flowruntime.store.IdempotencyStore;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Stores with one fault each in what they keep of requests. */
final class BrokenIdempotency {
    private BrokenIdempotency() {}

    private static TurnCommit withoutReply(TurnCommit turn) {
        return new TurnCommit(
                turn.from(),
                turn.execution(),
                turn.conversation(),
                turn.history(),
                turn.messages(),
                turn.tasks(),
                turn.withdrawn(),
                turn.consumed(),
                turn.outbox(),
                turn.audit());
    }

    /** Stores the turn, and its reply afterwards, whoever has the key by then. */
    static final class RecordsTheReplyAfterTheTurn extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    TurnOutcome outcome = inner.commit(withoutReply(turn));
                    AttemptReply reply = turn.reply();
                    if (reply != null && outcome instanceof TurnOutcome.Committed) {
                        idempotency().finish(reply.key(), reply.attempt(), reply.reply());
                    }
                    return outcome;
                }
            };
        }
    }

    /** Records the reply, and then looks whether the turn can be stored. */
    static final class RecordsTheReplyOfRefusedTurns extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    TurnOutcome outcome = inner.commit(turn);
                    AttemptReply reply = turn.reply();
                    if (reply != null && outcome instanceof TurnOutcome.Stale) {
                        idempotency().finish(reply.key(), reply.attempt(), reply.reply());
                    }
                    return outcome;
                }
            };
        }
    }

    /** Looks whether a key is known, and then begins. */
    static final class FindsThenBegins extends FaithfulStore {
        private final Set<IdempotencyKey> known = ConcurrentHashMap.newKeySet();

        @Override
        public IdempotencyStore idempotency() {
            IdempotencyStore faithful = inner.idempotency();
            return new IdempotencyStore() {
                @Override
                public IdempotencyOutcome begin(IdempotencyAttempt attempt) {
                    if (known.contains(attempt.key())) {
                        return faithful.begin(attempt);
                    }
                    BrokenTurns.pause();
                    known.add(attempt.key());
                    faithful.begin(attempt);
                    return new IdempotencyOutcome.Begun();
                }

                @Override
                public Optional<KeptReply> finish(IdempotencyKey key, UUID attempt, KeptReply reply) {
                    return faithful.finish(key, attempt, reply);
                }

                @Override
                public void release(IdempotencyKey key, UUID attempt) {
                    faithful.release(key, attempt);
                }

                @Override
                public int sweep(Instant now, int limit) {
                    return faithful.sweep(now, limit);
                }
            };
        }
    }
}
