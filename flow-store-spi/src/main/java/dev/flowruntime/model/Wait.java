package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a paused execution waits for; an execution has at most one.
 *
 * @param pause the execution's revision when the wait was opened; wait tokens are bound to it
 * @param node the id of the node that waits
 * @param expectedInput the JSON Schema of the values that resume it; only for {@link Kind#INPUT}
 * @param event the name of the event that ends it; only for {@link Kind#TASK}, {@link Kind#EVENT}
 * @param task the task whose result ends it; only for {@link Kind#TASK}
 * @param expiresAt when the wait's time-out edge is taken; for {@link Kind#TIME} the time it waits for
 * @param remindAt when the visitor is to be reminded
 */
public record Wait(
        Kind kind,
        long pause,
        String node,
        @Nullable Json expectedInput,
        @Nullable String event,
        @Nullable TaskId task,
        @Nullable Instant expiresAt,
        @Nullable Instant remindAt) {
    /** What ends a wait. */
    public enum Kind {
        INPUT,
        TASK,
        EVENT,
        TIME
    }

    public ExecutionStatus status() {
        return kind == Kind.INPUT ? ExecutionStatus.WAITING_INPUT : ExecutionStatus.WAITING_TIME;
    }

    /** The sooner of the reminder and the time-out; null when neither is set. */
    public @Nullable Instant nextDue() {
        if (remindAt == null || expiresAt != null && expiresAt.isBefore(remindAt)) {
            return expiresAt;
        }
        return remindAt;
    }

    /**
     * Whether an event that names the waiting execution ends this wait: the result of its task, or an event of its name
     * that is not another task's result.
     *
     * <p>The engine and every store judge by this rule. A store that woke an execution for an event that the engine then
     * passes over would wake it again after every commit.
     */
    public boolean isEndedBy(InboxEvent arrived) {
        return switch (kind) {
            case INPUT, TIME -> false;
            case EVENT -> arrived.name().equals(event);
            case TASK ->
                arrived.task() == null
                        ? arrived.name().equals(event)
                        : arrived.task().equals(task);
        };
    }

    /** The same wait after its reminder was sent. */
    public Wait reminded() {
        return new Wait(kind, pause, node, expectedInput, event, task, expiresAt, null);
    }
}
