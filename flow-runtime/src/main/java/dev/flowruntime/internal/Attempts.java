package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.Reply;
import dev.flowruntime.RequestKey;
import dev.flowruntime.SentReply;
import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.IdempotencyAttempt;
import dev.flowruntime.store.IdempotencyOutcome;
import dev.flowruntime.store.IdempotencyStore;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves requests with a key once, however often they come. Thread-safe. */
public final class Attempts {
    /** How long a key and its answer are kept. */
    static final Duration LIFE = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Set<Integer> KEPT_REFUSALS = Set.of(403, 404, 409, 410, 422);

    private final Services services;
    private final IdempotencyStore store;

    Attempts(Services services) {
        this.services = services;
        this.store = services.store().idempotency();
    }

    /**
     * Answers a request, unless it was answered before.
     *
     * @param scope within which the key's text names one request
     * @param work makes the reply; its turns record it when they are given the attempt
     * @throws FlowException {@code IDEMPOTENCY_CONFLICT}, {@code IDEMPOTENCY_IN_PROGRESS}, and refusals that are not kept
     */
    public SentReply serve(TenantId tenant, String scope, RequestKey request, Function<Attempt, Reply> work) {
        IdempotencyKey key = new IdempotencyKey(tenant, scope, request.text());
        Attempt attempt = new Attempt(key, services.ids().get(), request.format());
        IdempotencyOutcome outcome = store.begin(new IdempotencyAttempt(
                key, attempt.id, request.fingerprint(), services.now(), lease(), longer(LIFE, lease())));
        if (outcome instanceof IdempotencyOutcome.Answered before) {
            return new SentReply(before.reply(), true);
        }
        if (outcome instanceof IdempotencyOutcome.Conflict) {
            throw new FlowException(
                    ErrorCode.IDEMPOTENCY_CONFLICT, "the idempotency key was used before with another request");
        }
        if (outcome instanceof IdempotencyOutcome.Running) {
            throw inProgress();
        }
        return serve(attempt, work);
    }

    /** A turn may take its budget; what is left is for the store. */
    private Duration lease() {
        return services.settings().turnBudget().plus(services.settings().lease());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private SentReply serve(Attempt attempt, Function<Attempt, Reply> work) {
        try {
            return new SentReply(answer(attempt, work), false);
        } catch (RuntimeException | Error failure) {
            release(attempt, failure);
            throw failure;
        }
    }

    private KeptReply answer(Attempt attempt, Function<Attempt, Reply> work) {
        KeptReply answer;
        try {
            Reply reply = work.apply(attempt);
            KeptReply recorded = attempt.answer();
            if (recorded != null) {
                return recorded;
            }
            answer = attempt.format.reply(reply);
        } catch (FlowException refused) {
            answer = attempt.format.refusal(refused);
            if (!KEPT_REFUSALS.contains(answer.status())) {
                throw refused;
            }
        }
        return store.finish(attempt.key, attempt.id, answer).orElseThrow(Attempts::inProgress);
    }

    /** When this fails too, the end of the lease does the same. */
    private void release(Attempt attempt, Throwable failure) {
        try {
            store.release(attempt.key, attempt.id);
        } catch (RuntimeException e) {
            LOG.debug("an idempotency key is blocked until its lease ends", e);
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    static FlowException inProgress() {
        return new FlowException(
                ErrorCode.IDEMPOTENCY_IN_PROGRESS, "the request with this idempotency key is still being served");
    }
}
