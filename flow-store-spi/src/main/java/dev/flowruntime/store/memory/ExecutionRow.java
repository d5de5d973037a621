package dev.flowruntime.store.memory;

import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.Wait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An execution and what belongs to it; guarded by the lock of its conversation. */
final class ExecutionRow {
    final Key key;
    final ConversationRow conversation;
    final List<HistoryEvent> history = new ArrayList<>(2);
    final List<TaskRow> tasks = new ArrayList<>(0);

    /** Events that name it and that it has not consumed. */
    final List<EventRow> pending = new ArrayList<>(0);

    final Appointment<ExecutionRow> wake = new Appointment<>();

    Execution execution;

    /** Its place among those that wait for an event by name. */
    @Nullable
    WaitingKey waiting;

    private Set<EventId> consumed = Set.of();

    ExecutionRow(ConversationRow conversation, Execution execution) {
        this.key = new Key(execution.tenant(), execution.id().value());
        this.conversation = conversation;
        this.execution = execution;
    }

    boolean hasConsumed(@Nullable EventId event) {
        return event != null && consumed.contains(event);
    }

    void consume(EventId event) {
        if (consumed.isEmpty()) {
            consumed = new HashSet<>();
        }
        consumed.add(event);
        pending.removeIf(row -> row.event.id().equals(event));
    }

    /** Whether an event that ends the wait is here already. */
    boolean hasPending(@Nullable Wait wait) {
        if (wait == null) {
            return false;
        }
        for (EventRow row : pending) {
            if (wait.isEndedBy(row.event)) {
                return true;
            }
        }
        return false;
    }
}
