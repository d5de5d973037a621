package dev.flowruntime;

import java.util.Locale;

/** Why a request was refused; the whole vocabulary of the API. */
public enum ErrorCode {
    INVALID_INPUT,
    OAUTH_NOT_SUPPORTED,
    INVALID_SESSION_TOKEN,
    INVALID_API_TOKEN,
    UNAUTHENTICATED,
    WIDGET_DISABLED,
    ORIGIN_NOT_ALLOWED,
    INTENT_NOT_ALLOWED,
    FORM_NOT_ALLOWED,
    TENANT_NOT_ALLOWED,
    PERMISSION_DENIED,
    PLAN_LIMIT,
    CUSTOMER_NOT_VERIFIED,
    NOT_FOUND,
    INTENT_NOT_MATCHED,
    EXECUTION_NOT_FOUND,
    FORM_NOT_FOUND,
    GOAL_NOT_FOUND,
    TASK_NOT_FOUND,
    TENANT_NOT_FOUND,
    CHANNEL_NOT_FOUND,
    CONVERSATION_NOT_FOUND,
    METHOD_NOT_ALLOWED,
    INVALID_WAIT_TOKEN,
    IDEMPOTENCY_CONFLICT,
    IDEMPOTENCY_IN_PROGRESS,
    CHANNEL_EXISTS,
    LEASE_LOST,
    CONFLICT,
    EXECUTION_ABORTED,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    VALIDATION_FAILED,
    INVALID_VARIABLES,
    SPAM_REJECTED,
    CHANNEL_DISABLED,
    RATE_LIMITED,
    INTERNAL_ERROR,
    UNAVAILABLE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name that travels, such as {@code intent_not_allowed}. */
    public String wireName() {
        // The Engine API tells of bad variables by the same name as of bad input, with another status.
        return this == INVALID_VARIABLES ? INVALID_INPUT.wireName : wireName;
    }
}
