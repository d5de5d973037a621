package dev.flowruntime.store.memory;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.AttemptReply;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.Standing;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Executions; a turn is stored under the lock of its conversation, so it is one step to everybody else. */
final class InMemoryExecutionStore implements ExecutionStore {
    private static final TurnOutcome COMMITTED = new TurnOutcome.Committed(false);
    private static final TurnOutcome COMMITTED_EVENT_PENDING = new TurnOutcome.Committed(true);
    private static final TurnOutcome STALE = new TurnOutcome.Stale();
    private static final TurnOutcome ATTEMPT_LOST = new TurnOutcome.AttemptLost();
    private static final TurnOutcome REPEATED = new TurnOutcome.Repeated();
    private static final UUID FIRST_ID = new UUID(0, 0);
    private static final Comparator<Execution> LAST_STARTED = Comparator.comparing(Execution::startedAt)
            .thenComparing(execution -> execution.id().toString())
            .reversed();

    private final Tables tables;
    private final InMemoryTaskStore tasks;
    private final InMemoryOutboxStore outbox;
    private final InMemoryAuditStore audit;
    private final InMemoryTelemetryStore telemetry;
    private final InMemoryIdempotencyStore idempotency;
    private final DueIndex<ExecutionRow> dueWaits = new DueIndex<>();
    private final DueIndex<ExecutionRow> dueSteps = new DueIndex<>();
    private final ConcurrentNavigableMap<WaitingKey, ExecutionRow> waiting = new ConcurrentSkipListMap<>();

    InMemoryExecutionStore(
            Tables tables,
            InMemoryTaskStore tasks,
            InMemoryOutboxStore outbox,
            InMemoryAuditStore audit,
            InMemoryTelemetryStore telemetry,
            InMemoryIdempotencyStore idempotency) {
        this.tables = tables;
        this.tasks = tasks;
        this.outbox = outbox;
        this.audit = audit;
        this.telemetry = telemetry;
        this.idempotency = idempotency;
    }

    @Override
    public TurnOutcome commit(TurnCommit turn) {
        tables.requireOpen();
        AttemptReply reply = turn.reply();
        TurnOutcome outcome = reply == null ? store(turn) : storeWith(reply, turn);
        tables.forgetSurplus();
        return outcome;
    }

    private TurnOutcome store(TurnCommit turn) {
        return turn.conversation() instanceof ConversationChange.Open ? commitOpening(turn) : commitToExisting(turn);
    }

    /** Whoever asks for the key between the turn and the reply is told that the attempt is running, as before. */
    private TurnOutcome storeWith(AttemptReply reply, TurnCommit turn) {
        if (!idempotency.open(reply)) {
            return isRepeated(turn) ? REPEATED : ATTEMPT_LOST;
        }
        boolean stored = false;
        try {
            TurnOutcome outcome = store(turn);
            stored = outcome instanceof TurnOutcome.Committed;
            return outcome;
        } finally {
            idempotency.close(reply, stored);
        }
    }

    private boolean isRepeated(TurnCommit turn) {
        ExecutionRow row = known(turn);
        if (row == null) {
            return false;
        }
        synchronized (row.conversation) {
            return refusalOf(turn, row, row.conversation) == REPEATED;
        }
    }

    private TurnOutcome commitOpening(TurnCommit turn) {
        while (true) {
            ConversationRow row = new ConversationRow(turn.conversation().conversation());
            ConversationRow inTheWay;
            synchronized (row) {
                inTheWay = tables.insert(row);
                if (inTheWay == null) {
                    TurnOutcome outcome = turn.isFirst() ? storeFirst(turn, row) : STALE;
                    if (!(outcome instanceof TurnOutcome.Committed)) {
                        tables.withdraw(row);
                    }
                    return outcome;
                }
            }
            // Under this lock the commit that made it has come to its end, and perhaps it is this very turn.
            synchronized (inTheWay) {
                if (!inTheWay.gone) {
                    return refusalOf(turn, known(turn), inTheWay);
                }
            }
        }
    }

    private TurnOutcome commitToExisting(TurnCommit turn) {
        Execution next = turn.execution();
        ConversationRow row =
                tables.conversation(next.tenant(), next.conversation().value());
        if (row == null) {
            return refusalOf(turn, known(turn), null);
        }
        synchronized (row) {
            ExecutionRow known = known(turn);
            if (row.gone || !row.admits(turn.conversation())) {
                return refusalOf(turn, known, row);
            }
            if (turn.isFirst()) {
                return storeFirst(turn, row);
            }
            if (known == null
                    || known.conversation != row
                    || known.hasConsumed(turn.consumed())
                    || known.execution.revision() + 1 != next.revision()) {
                return refusalOf(turn, known, row);
            }
            return store(turn, known);
        }
    }

    private @Nullable ExecutionRow known(TurnCommit turn) {
        return tables.execution(turn.execution().tenant(), turn.execution().id().value());
    }

    /** Tells a repeated turn from a stale one, under the lock of its conversation if there is one. */
    private static TurnOutcome refusalOf(
            TurnCommit turn, @Nullable ExecutionRow known, @Nullable ConversationRow locked) {
        if (known == null) {
            return STALE;
        }
        boolean consumed = known.conversation == locked && known.hasConsumed(turn.consumed());
        return turn.isFirst() || consumed ? REPEATED : STALE;
    }

    private TurnOutcome storeFirst(TurnCommit turn, ConversationRow conversation) {
        ExecutionRow row = new ExecutionRow(conversation, turn.execution());
        // The last thing that may fail: a turn of another conversation may just have made the same execution.
        if (tables.executions.putIfAbsent(row.key, row) != null) {
            return REPEATED;
        }
        conversation.executions.add(row);
        conversation.open++;
        return store(turn, row);
    }

    private TurnOutcome store(TurnCommit turn, ExecutionRow row) {
        Execution next = turn.execution();
        ConversationRow conversation = row.conversation;
        conversation.apply(turn.conversation());
        conversation.add(turn.messages());
        conversation.add(turn.history());
        row.history.add(turn.history());
        for (TaskRecord task : turn.tasks()) {
            tasks.add(row, task);
        }
        for (TaskId task : turn.withdrawn()) {
            tasks.withdraw(row, task);
        }
        if (turn.consumed() != null) {
            row.consume(turn.consumed());
        }
        outbox.addAll(conversation, turn.outbox());
        audit.addAll(next.tenant(), turn.audit());
        telemetry.addUses(turn.uses());
        boolean eventPending = row.hasPending(next.openWait());
        change(row, eventPending ? next.waking(next.updatedAt()) : next);
        if (next.status().isFinal()) {
            conversation.open--;
        }
        tables.noteIdle(conversation);
        return eventPending ? COMMITTED_EVENT_PENDING : COMMITTED;
    }

    /** Makes an execution due for an event that ends its wait, under the lock of its conversation. */
    void wake(ExecutionRow row, Instant at) {
        change(row, row.execution.waking(at));
    }

    private void change(ExecutionRow row, Execution next) {
        row.execution = next;
        if (next.wakeAt() == null) {
            row.wake.cancel();
        } else {
            row.wake.make(next.status() == ExecutionStatus.RUNNING ? dueSteps : dueWaits, next.wakeAt(), row);
        }
        WaitingKey key = WaitingKey.of(next);
        if (row.waiting != null && !row.waiting.equals(key)) {
            waiting.remove(row.waiting);
        }
        if (key != null) {
            waiting.put(key, row);
        }
        row.waiting = key;
    }

    @Override
    public Optional<Execution> find(TenantId tenant, ExecutionId id) {
        tables.requireOpen();
        ExecutionRow row = tables.execution(tenant, id.value());
        if (row == null) {
            return Optional.empty();
        }
        synchronized (row.conversation) {
            return row.conversation.gone ? Optional.empty() : Optional.of(row.execution);
        }
    }

    @Override
    public Optional<Standing> load(TenantId tenant, ExecutionId id) {
        tables.requireOpen();
        ExecutionRow row = tables.execution(tenant, id.value());
        if (row == null) {
            return Optional.empty();
        }
        synchronized (row.conversation) {
            return row.conversation.gone
                    ? Optional.empty()
                    : Optional.of(new Standing(row.execution, row.conversation.conversation));
        }
    }

    @Override
    public Optional<Execution> findAsking(TenantId tenant, ConversationId conversation) {
        tables.requireOpen();
        ConversationRow row = tables.conversation(tenant, conversation.value());
        if (row == null) {
            return Optional.empty();
        }
        synchronized (row) {
            return row.gone
                    ? Optional.empty()
                    : row.executions.stream()
                            .map(execution -> execution.execution)
                            .sorted(LAST_STARTED)
                            .limit(ASKED_AMONG)
                            .filter(execution -> execution.status() == ExecutionStatus.WAITING_INPUT)
                            .findFirst();
        }
    }

    @Override
    public List<Execution> listWaiting(TenantId tenant, String event, @Nullable ExecutionId after, int limit) {
        tables.requireOpen();
        WaitingKey from = new WaitingKey(tenant.value(), event, after == null ? FIRST_ID : after.value());
        List<Execution> found = new ArrayList<>();
        for (ExecutionRow row : waiting.tailMap(from, after == null).values()) {
            synchronized (row.conversation) {
                WaitingKey key = row.waiting;
                if (key != null) {
                    if (found.size() == limit
                            || !key.tenant().equals(from.tenant())
                            || !key.event().equals(event)) {
                        break;
                    }
                    found.add(row.execution);
                }
            }
        }
        return List.copyOf(found);
    }

    @Override
    public List<Standing> claimDue(Due kind, Claim claim) {
        tables.requireOpen();
        DueIndex<ExecutionRow> due = kind == Due.STEP ? dueSteps : dueWaits;
        return DueIndex.claim(List.of(due), claim, (row, seen) -> lease(row, seen, claim.until()));
    }

    private @Nullable Standing lease(ExecutionRow row, dev.flowruntime.store.memory.Due seen, Instant until) {
        synchronized (row.conversation) {
            if (!row.wake.isAt(seen)) {
                return null;
            }
            change(row, row.execution.claimed(until));
            return new Standing(row.execution, row.conversation.conversation);
        }
    }

    @Override
    public void reschedule(Execution claimed, @Nullable Instant wakeAt) {
        tables.requireOpen();
        ExecutionRow row = tables.execution(claimed.tenant(), claimed.id().value());
        if (row != null) {
            synchronized (row.conversation) {
                if (!row.conversation.gone && isHeld(row.execution, claimed)) {
                    change(row, row.execution.waking(wakeAt));
                }
            }
        }
    }

    private static boolean isHeld(Execution stored, Execution claimed) {
        return stored.revision() == claimed.revision()
                && stored.attempts() == claimed.attempts()
                && Objects.equals(stored.wakeAt(), claimed.wakeAt());
    }

    @Override
    public List<HistoryEvent> listHistory(TenantId tenant, ExecutionId id) {
        tables.requireOpen();
        ExecutionRow row = tables.execution(tenant, id.value());
        if (row == null) {
            return List.of();
        }
        synchronized (row.conversation) {
            return List.copyOf(row.history);
        }
    }
}
