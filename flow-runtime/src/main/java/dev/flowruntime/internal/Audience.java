package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Who moves an execution from outside, as the audit names it.
 *
 * @param actor such as {@code widget_key:019e…}
 * @param action such as {@code widget.message.send}
 * @param attempt records what is answered, where the request has a key
 */
public record Audience(
        String actor,
        String action,
        @Nullable String requestId,
        @Nullable Attempt attempt) {
    /** What back ends do. */
    public static final String ENGINE_CALL = "engine.api.call";

    public Audience(String actor, String action, @Nullable String requestId) {
        this(actor, action, requestId, null);
    }

    /** Back ends are told of bad variables in another way than visitors. */
    ErrorCode badVariables() {
        return action.equals(ENGINE_CALL) ? ErrorCode.INVALID_VARIABLES : ErrorCode.VALIDATION_FAILED;
    }

    /** The same, for an attempt. */
    public Audience with(Attempt next) {
        return new Audience(actor, action, requestId, next);
    }
}
