package dev.flowruntime.internal;

import dev.flowruntime.Reply;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.Wait;
import dev.flowruntime.store.ConversationTurn;
import dev.flowruntime.token.WaitTokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells callers where an execution stands, or stood. */
final class Replies {
    private final WaitTokens waitTokens;

    Replies(WaitTokens waitTokens) {
        this.waitTokens = waitTokens;
    }

    Reply of(Snapshot snapshot) {
        return of(snapshot.execution(), snapshot.blocks());
    }

    Reply of(Execution execution) {
        return of(execution, Snapshots.blocks(execution));
    }

    private Reply of(Execution execution, List<Block> blocks) {
        Wait asks = asks(execution);
        return of(
                execution,
                blocks,
                asks == null ? null : waitTokens.issue(execution.tenant(), execution.id(), asks.pause()));
    }

    private static Reply of(Execution execution, List<Block> blocks, @Nullable String waitToken) {
        Wait asks = asks(execution);
        Wait wait = execution.openWait();
        return new Reply(
                execution.id(),
                execution.conversation(),
                execution.status(),
                blocks,
                asks == null ? null : asks.expectedInput(),
                waitToken,
                wait == null ? null : wait.expiresAt(),
                null);
    }

    private static @Nullable Wait asks(Execution execution) {
        Wait wait = execution.openWait();
        return wait != null && wait.kind() == Wait.Kind.INPUT ? wait : null;
    }

    /** What {@link #asItWas} needs of this moment's reply. */
    static Json stored(Snapshot snapshot) {
        Execution execution = snapshot.execution();
        Wait asks = asks(execution);
        return StoredReply.write(
                of(execution, snapshot.blocks(), null), execution.startedAt(), asks == null ? null : asks.pause());
    }

    /** The reply to a turn that others have followed since. */
    Reply asItWas(ConversationTurn turn, StoredReply stored, ConversationId conversation) {
        Long pause = stored.pause();
        return new Reply(
                turn.event().execution(),
                conversation,
                turn.event().status(),
                stored.blocks(),
                stored.expectedInput(),
                pause == null
                        ? null
                        : waitTokens.issue(turn.event().tenant(), turn.event().execution(), pause),
                stored.waitExpiresAt(),
                stored.tokenUsage());
    }
}
