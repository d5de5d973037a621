package dev.flowruntime.token;

import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;

/**
 * Derives the token that proves one lease of one task to whoever was handed it: {@code lease_} and 32 lower-case hex digits.
 * Immutable and thread-safe.
 */
public final class LeaseTokens {
    private final NumberedTokens tokens;

    public LeaseTokens(KeyRing keys) {
        this.tokens = new NumberedTokens(keys.subkeys(Purpose.LEASE), "lease_");
    }

    /** The token under the first key of the ring. */
    public String issue(TenantId tenant, TaskId task, long generation) {
        return tokens.issue(tenant.value(), task.value(), generation);
    }

    /** Whether a text is the token of this lease under any key of the ring; takes as long for each text. */
    public boolean matches(String token, TenantId tenant, TaskId task, long generation) {
        return tokens.matches(token, tenant.value(), task.value(), generation);
    }
}
