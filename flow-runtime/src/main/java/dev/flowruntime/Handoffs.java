package dev.flowruntime;

import dev.flowruntime.internal.Engine;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conversations that flows have handed to people: which they are, and giving them back. Thread-safe. */
public final class Handoffs {
    private final Engine engine;

    Handoffs(Engine engine) {
        this.engine = engine;
    }

    /**
     * A page of those that are open, in the order of their executions' ids, which is about that of their beginnings.
     *
     * @param after the last execution of the page before; null for the first page
     */
    public List<OpenHandoff> list(TenantId tenant, @Nullable ExecutionId after, int limit) {
        return engine.handoffs().list(tenant, after, limit);
    }

    /**
     * Gives a conversation back: its execution goes on at {@code next}. Of several who do so, and the time-out, one has its way.
     *
     * @param resolvedBy what the flow reads at {@code node.<id>.output.resolved_by}, such as a user's id; null for nobody in particular
     * @throws FlowException {@code EXECUTION_NOT_FOUND}; {@code CONFLICT} when it is not, or no longer, handed to people
     */
    public Reply resolve(TenantId tenant, String executionId, @Nullable String resolvedBy) {
        return engine.handoffs().resolve(tenant, executionId, resolvedBy);
    }
}
