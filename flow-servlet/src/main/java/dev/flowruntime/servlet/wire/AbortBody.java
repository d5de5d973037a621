package dev.flowruntime.servlet.wire;

import dev.flowruntime.FlowException;
import org.jspecify.annotations.Nullable;

/** The body by which an operator ends an execution. */
public final class AbortBody {
    private static final TextRule REASON = TextRule.length(1, 1000);

    private AbortBody() {}

    /**
     * The reason; null when none is given.
     *
     * @throws FlowException INVALID_INPUT, VALIDATION_FAILED
     */
    public static @Nullable String reason(JsonBody body) {
        MemberReader members = new MemberReader(body);
        String reason = members.text("reason", REASON);
        members.finish();
        return reason;
    }
}
