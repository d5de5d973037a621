package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.OpenHandoff;
import dev.flowruntime.Reply;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists the conversations that people have, and takes them back. Thread-safe. */
public final class HandoffDesk {
    private static final Audience PEOPLE = Audience.local("engine", "conversation.resolve");

    private final Services services;
    private final Continuation continuation;
    private final Snapshots snapshots;
    private final Replies replies;

    HandoffDesk(Services services, Continuation continuation, Snapshots snapshots) {
        this.services = services;
        this.continuation = continuation;
        this.snapshots = snapshots;
        this.replies = new Replies(services.signing().waits());
    }

    /** See {@link dev.flowruntime.Handoffs#list}. An author may wait for the event by hand: that is no handoff. */
    public List<OpenHandoff> list(TenantId tenant, @Nullable ExecutionId after, int limit) {
        List<OpenHandoff> open = new ArrayList<>();
        List<Execution> page;
        ExecutionId last = after;
        do {
            page = services.store().executions().listWaiting(tenant, HandoffWait.RESOLVED, last, limit);
            for (Execution execution : page) {
                last = execution.id();
                OpenHandoff handoff = HandoffWait.read(execution);
                if (handoff != null && open.size() < limit) {
                    open.add(handoff);
                }
            }
        } while (page.size() == limit && open.size() < limit);
        return List.copyOf(open);
    }

    /** See {@link dev.flowruntime.Handoffs#resolve}. */
    public Reply resolve(TenantId tenant, String executionId, @Nullable String resolvedBy) {
        Snapshot waiting = Ids.isUuid(executionId) ? snapshots.load(tenant, ExecutionId.of(executionId)) : null;
        if (waiting == null) {
            throw new FlowException(ErrorCode.EXECUTION_NOT_FOUND, "there is no such execution");
        }
        TurnInput back = new TurnInput.Result(HandoffWait.output(resolvedBy), null);
        Advanced advanced = waiting.state().handoff == null
                ? null
                : continuation.again(waiting, new TurnRequest(back, null, null, Map.of(), null, List.of(), PEOPLE));
        if (advanced == null) {
            throw new FlowException(
                    ErrorCode.CONFLICT, "the conversation is not handed to people: it was given back, or timed out");
        }
        return replies.of(continuation.carryOnFor(advanced));
    }
}
