package dev.flowruntime.internal;

import dev.flowruntime.definition.CompiledFlow;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.TenantId;
import org.jspecify.annotations.Nullable;

/** Where compiled flows come from. */
interface Plans {
    /** A version by its number; executions stay on theirs. */
    CompiledFlow plan(TenantId tenant, FlowId flow, int version);

    /** The active version of the flow with this code; null when there is none. */
    @Nullable
    FlowVersion active(TenantId tenant, String code);
}
