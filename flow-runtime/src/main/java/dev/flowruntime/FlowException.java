package dev.flowruntime;

import java.util.List;
import java.util.Map;

/**
 * A request was refused; nothing that it asked for happened.
 *
 * <p>The message is for the caller's developer and holds nothing secret; {@link #details()} is what a program may act on.
 */
public final class FlowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Map<String, Object> details;

    public FlowException(ErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /** @param details plain values: maps, lists, texts, numbers, booleans */
    public FlowException(ErrorCode code, String message, Map<String, Object> details) {
        super(message);
        this.code = code;
        this.details = Map.copyOf(details);
    }

    /** A refusal that tells for each member what is wrong with it. */
    public static FlowException ofFields(ErrorCode code, Map<String, List<String>> fields) {
        return new FlowException(
                code,
                "some members are not acceptable: " + String.join(", ", fields.keySet()),
                Map.of("fields", fields));
    }

    public ErrorCode code() {
        return code;
    }

    /** Empty when there are none. */
    public Map<String, Object> details() {
        return details;
    }
}
