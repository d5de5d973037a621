package dev.flowruntime.internal;

import dev.flowruntime.model.Block;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TenantId;
import java.util.List;

/**
 * An execution as it stood at one revision, parsed; never changed.
 *
 * @param blocks those made since the visitor's last turn
 */
record Snapshot(Execution execution, ExecutionState state, List<Block> blocks, Conversation conversation) {
    TenantId tenant() {
        return execution.tenant();
    }

    ExecutionId id() {
        return execution.id();
    }
}
