package dev.flowruntime.internal;

import dev.flowruntime.model.HistoryEvent.Cause;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.node.NodeResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What moves an execution on. */
sealed interface TurnInput {
    /** Why the turn runs, as the history tells it. */
    Cause cause();

    /** It begins. */
    record Start(Cause cause) implements TurnInput {}

    /** The visitor answered; the values were checked. */
    record Answer(Map<String, Object> values) implements TurnInput {
        @Override
        public Cause cause() {
            return Cause.RESUME;
        }
    }

    /**
     * What it waited for has come.
     *
     * @param task which was closed by it; null when it names none
     */
    record Result(
            Map<String, @Nullable Object> data, @Nullable TaskId task) implements TurnInput {
        @Override
        public Cause cause() {
            return Cause.RESULT;
        }
    }

    /** What it waited for cannot come any more. */
    record Failure(String message) implements TurnInput {
        @Override
        public Cause cause() {
            return Cause.RESULT;
        }
    }

    /** The moment that it waited for. */
    record Fire() implements TurnInput {
        @Override
        public Cause cause() {
            return Cause.TIMER;
        }
    }

    /** It waited too long. */
    record TimeOut() implements TurnInput {
        @Override
        public Cause cause() {
            return Cause.TIMEOUT;
        }
    }

    /** The visitor is to be reminded; the wait goes on. */
    record Remind() implements TurnInput {
        @Override
        public Cause cause() {
            return Cause.REMINDER;
        }
    }

    /** A node with effects ran. */
    record StepDone(NodeResult result) implements TurnInput {
        @Override
        public Cause cause() {
            return Cause.STEP;
        }
    }

    /** A node with effects failed. */
    record StepFailed(Exception failure) implements TurnInput {
        @Override
        public Cause cause() {
            return Cause.STEP;
        }
    }

    /** An operator ends it. */
    record Abort(String reason) implements TurnInput {
        @Override
        public Cause cause() {
            return Cause.ABORT;
        }
    }
}
