package dev.flowruntime.internal;

import dev.flowruntime.Reply;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.Wait;
import dev.flowruntime.token.WaitTokens;
import java.util.List;

/** Tells callers where an execution stands. */
final class Replies {
    private final WaitTokens waitTokens;

    Replies(WaitTokens waitTokens) {
        this.waitTokens = waitTokens;
    }

    Reply of(Snapshot snapshot) {
        return of(snapshot.execution(), snapshot.blocks(), snapshot.state().used);
    }

    Reply of(Execution execution) {
        return of(execution, Snapshots.blocks(execution), ExecutionState.read(execution.state()).used);
    }

    private Reply of(Execution execution, List<Block> blocks, UsedModels used) {
        Wait wait = execution.openWait();
        Wait asks = wait != null && wait.kind() == Wait.Kind.INPUT ? wait : null;
        return new Reply(
                execution.id(),
                execution.conversation(),
                execution.status(),
                blocks,
                asks == null ? null : asks.expectedInput(),
                asks == null ? null : waitTokens.issue(execution.tenant(), execution.id(), asks.pause()),
                wait == null ? null : wait.expiresAt(),
                used.total());
    }
}
