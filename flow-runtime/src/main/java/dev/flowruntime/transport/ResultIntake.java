package dev.flowruntime.transport;

import dev.flowruntime.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands messages over as results, and says what is to become of each. Thread-safe. */
final class ResultIntake {
    private static final Logger LOG = LoggerFactory.getLogger(ResultIntake.class);

    private final TaskResults results;

    ResultIntake(TaskResults results) {
        this.results = results;
    }

    /** What is to become of a message. */
    sealed interface Verdict {
        /** It has been dealt with. */
        record Done() implements Verdict {}

        /** It has to be handed over again in a while. */
        record Later() implements Verdict {}

        /** It never will be dealt with, and goes to the dead letters. */
        record Dead(String reason) implements Verdict {}
    }

    /** @param body null for a message of another kind */
    Verdict take(byte @Nullable [] body) {
        if (body == null) {
            return new Verdict.Dead("the message has no text");
        }
        TaskResult result;
        try {
            result = TaskResult.read(body);
        } catch (UnreadableResultException e) {
            LOG.warn("a message is no result of a task, and goes to the dead letters: {}", e.getMessage());
            return new Verdict.Dead(String.valueOf(e.getMessage()));
        }
        try {
            if (!results.settle(result)) {
                LOG.info("a result of task {} came late, twice or for nobody", result.task());
            }
            return new Verdict.Done();
        } catch (StoreException e) {
            if (e.retry() != StoreException.Retry.NEVER) {
                LOG.warn("the result of task {} is kept until the store can take it", result.task(), e);
                return new Verdict.Later();
            }
            return refused(result, e);
        } catch (RuntimeException e) {
            return refused(result, e);
        }
    }

    private static Verdict refused(TaskResult result, RuntimeException failure) {
        LOG.error("the result of task {} could not be taken, and goes to the dead letters", result.task(), failure);
        return new Verdict.Dead(
                "the result could not be taken: " + failure.getClass().getSimpleName());
    }
}
