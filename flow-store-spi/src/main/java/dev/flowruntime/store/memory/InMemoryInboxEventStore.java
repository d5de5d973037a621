package dev.flowruntime.store.memory;

import dev.flowruntime.model.EventId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Wait;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.InboxEventStore;
import dev.flowruntime.store.TaskSettlement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events; one that names a known execution belongs to the execution's conversation. */
final class InMemoryInboxEventStore implements InboxEventStore {
    private static final EventOutcome TASK_CLOSED = new EventOutcome.TaskClosed();

    private final Tables tables;
    private final InMemoryExecutionStore executions;
    private final InMemoryTaskStore tasks;
    private final DueIndex<EventRow> unfinished = new DueIndex<>();

    /** Finished events of no conversation. */
    private final Recent<EventRow> finished;

    InMemoryInboxEventStore(
            Tables tables, InMemoryExecutionStore executions, InMemoryTaskStore tasks, int keepFinished) {
        this.tables = tables;
        this.executions = executions;
        this.tasks = tasks;
        this.finished = new Recent<>(keepFinished);
    }

    @Override
    public EventOutcome accept(EventAcceptance acceptance) {
        tables.requireOpen();
        InboxEvent event = acceptance.event();
        ExecutionRow target = event.execution() == null
                ? null
                : tables.execution(event.tenant(), event.execution().value());
        if (target == null) {
            return acceptLoose(acceptance);
        }
        synchronized (target.conversation) {
            return target.conversation.gone ? acceptLoose(acceptance) : acceptFor(target, acceptance);
        }
    }

    private EventOutcome acceptFor(ExecutionRow target, EventAcceptance acceptance) {
        EventRow same = sameAs(acceptance.event());
        if (same != null) {
            return duplicateOf(same);
        }
        TaskSettlement settlement = acceptance.settlement();
        TaskRow task = settlement == null ? null : tasks.settleable(target, settlement);
        if (settlement != null && task == null) {
            return TASK_CLOSED;
        }
        EventRow row = new EventRow(target.conversation, acceptance);
        same = insert(row);
        if (same != null) {
            return duplicateOf(same);
        }
        if (settlement != null && task != null) {
            tasks.settle(task, settlement.state());
        }
        target.conversation.events.add(row);
        target.conversation.open++;
        target.pending.add(row);
        Wait wait = target.execution.openWait();
        if (wait != null && wait.isEndedBy(row.event)) {
            executions.wake(target, row.event.receivedAt());
        }
        row.unfinished.make(unfinished, dueAt(acceptance), row);
        tables.noteIdle(target.conversation);
        return new EventOutcome.Accepted(target.execution);
    }

    private EventOutcome acceptLoose(EventAcceptance acceptance) {
        EventRow same = sameAs(acceptance.event());
        if (same == null && acceptance.settlement() != null) {
            return TASK_CLOSED;
        }
        EventRow row = new EventRow(null, acceptance);
        synchronized (row) {
            same = same == null ? insert(row) : same;
            if (same != null) {
                return duplicateOf(same);
            }
            row.unfinished.make(unfinished, dueAt(acceptance), row);
            return new EventOutcome.Accepted(null);
        }
    }

    private static Instant dueAt(EventAcceptance acceptance) {
        return acceptance.event().receivedAt().plus(acceptance.lease());
    }

    /** The stored event with the same id or idempotency key. */
    private @Nullable EventRow sameAs(InboxEvent event) {
        EventKey key = EventKey.of(event);
        EventRow same = key == null ? null : tables.idempotencyKeys.get(key);
        return same != null
                ? same
                : tables.events.get(new Key(event.tenant(), event.id().value()));
    }

    /**
     * Stores the event unless the same one came first.
     *
     * @return that one, or null
     */
    private @Nullable EventRow insert(EventRow row) {
        EventKey key = EventKey.of(row.event);
        EventRow same = key == null ? null : tables.idempotencyKeys.putIfAbsent(key, row);
        if (same != null) {
            return same;
        }
        same = tables.events.putIfAbsent(row.key, row);
        if (same != null && key != null) {
            tables.idempotencyKeys.remove(key, row);
        }
        return same;
    }

    private static EventOutcome duplicateOf(EventRow same) {
        return new EventOutcome.Duplicate(same.event.id(), same.fingerprint, same.reply);
    }

    @Override
    public List<InboxEvent> listPending(TenantId tenant, ExecutionId execution) {
        tables.requireOpen();
        ExecutionRow row = tables.execution(tenant, execution.value());
        if (row == null) {
            return List.of();
        }
        synchronized (row.conversation) {
            return row.pending.stream().map(event -> event.event).toList();
        }
    }

    @Override
    public void finish(TenantId tenant, EventId id, Json reply) {
        tables.requireOpen();
        EventRow row = tables.events.get(new Key(tenant, id.value()));
        if (row == null) {
            return;
        }
        synchronized (row.lock()) {
            if (row.reply == null) {
                row.reply = reply;
                row.unfinished.cancel();
                end(row);
            }
        }
        tables.forgetSurplus();
    }

    private void end(EventRow row) {
        if (row.conversation != null) {
            row.conversation.open--;
            tables.noteIdle(row.conversation);
            return;
        }
        EventRow oldest = finished.add(row);
        if (oldest != null) {
            tables.forget(oldest);
        }
    }

    @Override
    public List<InboxEvent> claimUnfinished(Claim claim) {
        tables.requireOpen();
        return DueIndex.claim(List.of(unfinished), claim, (row, seen) -> lease(row, seen, claim.until()));
    }

    private @Nullable InboxEvent lease(EventRow row, Due seen, Instant until) {
        synchronized (row.lock()) {
            if (!row.unfinished.isAt(seen)) {
                return null;
            }
            row.unfinished.make(unfinished, until, row);
            return row.event;
        }
    }
}
