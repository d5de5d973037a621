package dev.flowruntime;

import dev.flowruntime.model.EventId;
import dev.flowruntime.model.ExecutionId;
import java.util.List;

/**
 * What an event did.
 *
 * @param subscriptionsMatched how many flows it started and executions it woke
 * @param executionIds those
 */
public record EventReply(EventId eventId, int subscriptionsMatched, List<ExecutionId> executionIds) {
    public EventReply {
        executionIds = List.copyOf(executionIds);
    }
}
