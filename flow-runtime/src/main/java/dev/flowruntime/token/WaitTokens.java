package dev.flowruntime.token;

import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TenantId;

/**
 * Derives the token that answers one pause of one execution: {@code wait_} and 32 lower-case hex digits.
 *
 * <p>That it is used only once is the concern of whoever keeps the pause. Immutable and thread-safe.
 */
public final class WaitTokens {
    private final NumberedTokens tokens;

    public WaitTokens(KeyRing keys) {
        this.tokens = new NumberedTokens(keys.subkeys(Purpose.WAIT), "wait_");
    }

    /** The token under the first key of the ring. */
    public String issue(TenantId tenant, ExecutionId execution, long pause) {
        return tokens.issue(tenant.value(), execution.value(), pause);
    }

    /** Whether a text is the token of this pause under any key of the ring; takes as long for each text. */
    public boolean matches(String token, TenantId tenant, ExecutionId execution, long pause) {
        return tokens.matches(token, tenant.value(), execution.value(), pause);
    }
}
