package dev.flowruntime.servlet;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.servlet.wire.Replies;
import dev.flowruntime.store.StoreException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The error table: which status, headers and body a refusal or a failure has. */
final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(FlowServlet.class);
    private static final String ALLOWED = "allow";
    private static final String RETRY_AFTER_SECONDS = "5";

    private Errors() {}

    static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_INPUT, OAUTH_NOT_SUPPORTED -> 400;
            case INVALID_SESSION_TOKEN, INVALID_API_TOKEN, UNAUTHENTICATED -> 401;
            case WIDGET_DISABLED,
                    ORIGIN_NOT_ALLOWED,
                    INTENT_NOT_ALLOWED,
                    FORM_NOT_ALLOWED,
                    TENANT_NOT_ALLOWED,
                    PERMISSION_DENIED,
                    PLAN_LIMIT,
                    CUSTOMER_NOT_VERIFIED -> 403;
            case NOT_FOUND,
                    INTENT_NOT_MATCHED,
                    EXECUTION_NOT_FOUND,
                    FORM_NOT_FOUND,
                    GOAL_NOT_FOUND,
                    TASK_NOT_FOUND,
                    TENANT_NOT_FOUND,
                    CHANNEL_NOT_FOUND,
                    CONVERSATION_NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case INVALID_WAIT_TOKEN,
                    IDEMPOTENCY_CONFLICT,
                    IDEMPOTENCY_IN_PROGRESS,
                    CHANNEL_EXISTS,
                    LEASE_LOST,
                    CONFLICT -> 409;
            case EXECUTION_ABORTED -> 410;
            case PAYLOAD_TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case VALIDATION_FAILED, INVALID_VARIABLES, SPAM_REJECTED, CHANNEL_DISABLED -> 422;
            case RATE_LIMITED -> 429;
            case INTERNAL_ERROR -> 500;
            case UNAVAILABLE -> 503;
        };
    }

    /** What the client is told; what it is not told is logged, once, under the id that the client has. */
    static FlowException refusal(Throwable failure, String requestId) {
        if (failure instanceof FlowException refused && refused.code() != ErrorCode.INTERNAL_ERROR) {
            return refused;
        }
        if (failure instanceof StoreException store && store.retry() != StoreException.Retry.NEVER) {
            LOG.warn("request {}: the store cannot serve", requestId, failure);
            return new FlowException(ErrorCode.UNAVAILABLE, "the service cannot answer now; try again later");
        }
        LOG.error("request {} failed", requestId, failure);
        return new FlowException(
                ErrorCode.INTERNAL_ERROR, "something went wrong on our side", Map.of("request_id", requestId));
    }

    static Answer answer(FlowException refused) {
        ErrorCode code = refused.code();
        String message = refused.getMessage();
        byte[] body = Replies.error(code.wireName(), message == null ? code.wireName() : message, refused.details());
        return Answer.json(status(code), body, headers(refused));
    }

    static FlowException methodNotAllowed(List<String> allowed) {
        return new FlowException(
                ErrorCode.METHOD_NOT_ALLOWED, "this path does not take that method", Map.of(ALLOWED, allowed));
    }

    private static List<String> allowed(FlowException refused) {
        return refused.details().get(ALLOWED) instanceof List<?> methods
                ? methods.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, String> headers(FlowException refused) {
        return switch (refused.code()) {
            case INVALID_SESSION_TOKEN, INVALID_API_TOKEN, UNAUTHENTICATED -> Map.of("WWW-Authenticate", "Bearer");
            case RATE_LIMITED, UNAVAILABLE -> {
                Object seconds = refused.details().getOrDefault("retry_after", RETRY_AFTER_SECONDS);
                yield Map.of("Retry-After", seconds.toString());
            }
            case METHOD_NOT_ALLOWED -> Map.of("Allow", String.join(", ", allowed(refused)));
            default -> Map.of();
        };
    }
}
