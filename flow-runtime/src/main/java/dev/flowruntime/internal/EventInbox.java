package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.EventReply;
import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowException;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.expression.Expression;
import dev.flowruntime.expression.ExpressionException;
import dev.flowruntime.internal.TurnEngine.Beginning;
import dev.flowruntime.metrics.TaskOutcome;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.HistoryEvent.Cause;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Wait;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.TaskSettlement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes events from outside: each is stored first, then met with what waits for it, then finished. A worker serves again
 * what was stored and never finished; serving twice does nothing twice.
 */
public final class EventInbox implements WorkSource {
    private static final int PAGE = 100;

    private final Services services;
    private final FlowCatalog catalog;
    private final TurnEngine engine;
    private final Continuation continuation;
    private final Snapshots snapshots;

    EventInbox(
            Services services, FlowCatalog catalog, TurnEngine engine, Continuation continuation, Snapshots snapshots) {
        this.services = services;
        this.catalog = catalog;
        this.engine = engine;
        this.continuation = continuation;
        this.snapshots = snapshots;
    }

    /**
     * Whom an event is meant for.
     *
     * @param settlement how it closes the task that it is the result of
     * @param queue that task's
     */
    private record Address(
            @Nullable ExecutionId execution,
            @Nullable TaskId task,
            @Nullable TaskSettlement settlement,
            @Nullable String queue) {
        static final Address NOBODY = new Address(null, null, null, null);

        static Address of(ExecutionId execution) {
            return new Address(execution, null, null, null);
        }
    }

    /** Takes an event from a back end. */
    public EventReply publish(EventRequest request) {
        Json data = JsonTree.write(request.data());
        Address address = address(request);
        InboxEvent event = new InboxEvent(
                request.tenant(),
                new EventId(services.ids().get()),
                request.eventName(),
                data,
                address.execution(),
                address.task(),
                request.idempotencyKey(),
                services.now());
        String fingerprint = Fingerprint.of(request.eventName(), data.text());
        EventOutcome outcome = accept(event, fingerprint, address.settlement());
        if (outcome instanceof EventOutcome.TaskClosed) {
            event = withoutAddress(event);
            outcome = accept(event, fingerprint, null);
        } else if (outcome instanceof EventOutcome.Accepted
                && address.queue() != null
                && address.settlement() != null) {
            observe(address.queue(), address.settlement());
        }
        if (outcome instanceof EventOutcome.Duplicate first) {
            return repeat(first, fingerprint);
        }
        return serve(event, waiterOf(event, outcome));
    }

    /**
     * Takes the result of a task from the worker that holds it.
     *
     * @return false when its lease was lost
     */
    boolean settle(TaskRecord held, TaskState state, Map<String, @Nullable Object> data) {
        return settle(held, new TaskSettlement(held.id(), state, held.generation()), data);
    }

    /**
     * Takes the result of a task from wherever it comes.
     *
     * @return false when it is closed
     */
    boolean settleOpen(TaskRecord task, TaskState state, Map<String, @Nullable Object> data) {
        return settle(task, new TaskSettlement(task.id(), state, null), data);
    }

    private boolean settle(TaskRecord task, TaskSettlement settlement, Map<String, @Nullable Object> data) {
        String completed = task.queue() + ".completed";
        String name = settlement.state() != TaskState.COMPLETED
                ? task.queue() + Continuation.FAILED
                : task.resultEvents().contains(completed)
                        ? completed
                        : task.resultEvents().stream().sorted().findFirst().orElse(completed);
        InboxEvent event = new InboxEvent(
                task.tenant(),
                new EventId(services.ids().get()),
                name,
                JsonTree.write(data),
                task.execution(),
                task.id(),
                null,
                services.now());
        EventOutcome outcome = accept(event, event.id().toString(), settlement);
        if (!(outcome instanceof EventOutcome.Accepted)) {
            return false;
        }
        observe(task.queue(), settlement);
        serve(event, waiterOf(event, outcome));
        return true;
    }

    private void observe(String queue, TaskSettlement settlement) {
        TaskOutcome outcome = switch (settlement.state()) {
            case COMPLETED -> TaskOutcome.COMPLETED;
            case DEAD -> TaskOutcome.DEAD;
            default -> TaskOutcome.FAILED;
        };
        services.observer().task(queue, outcome);
    }

    private EventOutcome accept(InboxEvent event, String fingerprint, @Nullable TaskSettlement settlement) {
        return services.store()
                .inboxEvents()
                .accept(new EventAcceptance(
                        event, fingerprint, settlement, services.settings().lease()));
    }

    private static InboxEvent withoutAddress(InboxEvent event) {
        return new InboxEvent(
                event.tenant(),
                event.id(),
                event.name(),
                event.data(),
                null,
                null,
                event.idempotencyKey(),
                event.receivedAt());
    }

    private Address address(EventRequest request) {
        Object taskId = request.data().get("task_id");
        if (taskId != null) {
            return taskId instanceof String text && Ids.isUuid(text)
                    ? address(request, TaskId.of(text))
                    : Address.NOBODY;
        }
        if (request.data().get("execution_id") instanceof String text && Ids.isUuid(text)) {
            return address(request, ExecutionId.of(text));
        }
        return Address.NOBODY;
    }

    private Address address(EventRequest request, TaskId id) {
        TaskRecord task = services.store().tasks().find(request.tenant(), id).orElse(null);
        if (task == null || !task.state().isOpen()) {
            return Address.NOBODY;
        }
        boolean failed = request.eventName().equals(task.queue() + Continuation.FAILED);
        if (!failed && !task.resultEvents().contains(request.eventName())) {
            return Address.NOBODY;
        }
        TaskState state = failed ? TaskState.FAILED : TaskState.COMPLETED;
        return new Address(task.execution(), id, new TaskSettlement(id, state, null), task.queue());
    }

    private Address address(EventRequest request, ExecutionId id) {
        Execution execution =
                services.store().executions().find(request.tenant(), id).orElse(null);
        if (execution == null || execution.status().isFinal()) {
            return Address.NOBODY;
        }
        Wait wait = execution.openWait();
        if (wait != null && wait.task() != null) {
            Address task = address(request, wait.task());
            return task.execution() == null ? Address.of(id) : task;
        }
        return Address.of(id);
    }

    private static EventReply repeat(EventOutcome.Duplicate first, String fingerprint) {
        if (!first.fingerprint().equals(fingerprint)) {
            throw new FlowException(
                    ErrorCode.IDEMPOTENCY_CONFLICT, "the idempotency key was used before with another event");
        }
        if (first.reply() == null) {
            throw new FlowException(
                    ErrorCode.IDEMPOTENCY_IN_PROGRESS, "the event with this idempotency key is still being served");
        }
        List<ExecutionId> executions = new ArrayList<>();
        Object ids = JsonTree.read(first.reply());
        for (Object id : (List<?>) Objects.requireNonNull(ids)) {
            executions.add(ExecutionId.of(String.valueOf(id)));
        }
        return new EventReply(first.id(), executions.size(), executions);
    }

    @Override
    public List<Runnable> claim(int limit) {
        return services
                .store()
                .inboxEvents()
                .claimUnfinished(new Claim(services.now(), services.settings().lease(), limit))
                .stream()
                .<Runnable>map(event -> () -> serve(event, null))
                .toList();
    }

    /**
     * The execution that waited for the event when it was accepted: the event is its, even when a worker, for whom it is due
     * from then on, is quicker to take it.
     */
    private static @Nullable ExecutionId waiterOf(InboxEvent event, EventOutcome outcome) {
        Execution target = outcome instanceof EventOutcome.Accepted accepted ? accepted.target() : null;
        if (target == null || target.openWait() == null) {
            return null;
        }
        return target.openWait().isEndedBy(event) ? target.id() : null;
    }

    /** @param waiter who waited for it when it was accepted; null when that was nobody, or is not known */
    private EventReply serve(InboxEvent event, @Nullable ExecutionId waiter) {
        Map<String, @Nullable Object> data = JsonTree.readObject(event.data());
        Set<ExecutionId> matched = new LinkedHashSet<>();
        if (waiter != null) {
            matched.add(waiter);
        }
        if (event.execution() != null) {
            wakeTarget(event, event.execution(), matched);
        } else if (!data.containsKey("task_id") && !data.containsKey("execution_id")) {
            wakeByFilter(event, data, matched);
        }
        if (event.task() == null) {
            startFlows(event, data, matched);
        }
        List<String> ids = matched.stream().map(ExecutionId::toString).toList();
        services.store().inboxEvents().finish(event.tenant(), event.id(), JsonTree.write(ids));
        return new EventReply(event.id(), matched.size(), List.copyOf(matched));
    }

    private void wakeTarget(InboxEvent event, ExecutionId target, Set<ExecutionId> matched) {
        Snapshot waiting = snapshots.load(event.tenant(), target);
        if (waiting != null && Continuation.answers(event, waiting)) {
            wake(event, waiting, matched);
        }
    }

    private void wakeByFilter(InboxEvent event, Map<String, @Nullable Object> data, Set<ExecutionId> matched) {
        Map<String, @Nullable Object> root = Map.of("name", event.name(), "data", data);
        ExecutionId after = null;
        List<Execution> page;
        do {
            page = services.store().executions().listWaiting(event.tenant(), event.name(), after, PAGE);
            for (Execution execution : page) {
                after = execution.id();
                Snapshot waiting = snapshots.load(event.tenant(), execution.id());
                if (waiting != null && passes(waiting, root)) {
                    wake(event, waiting, matched);
                }
            }
        } while (page.size() == PAGE);
    }

    private boolean passes(Snapshot waiting, Map<String, @Nullable Object> root) {
        Turn turn = engine.effectTurn(waiting);
        Expression filter =
                turn.flow.step(turn.flow.indexOf(turn.state.top().at)).node().filter();
        return filter == null || holds(filter, waiting, root);
    }

    private boolean holds(Expression filter, Snapshot waiting, Map<String, @Nullable Object> root) {
        try {
            return filter.test(engine.eventScope(waiting, root));
        } catch (ExpressionException e) {
            return false; // a filter that errs does not match
        }
    }

    private void wake(InboxEvent event, Snapshot waiting, Set<ExecutionId> matched) {
        Advanced advanced = continuation.again(waiting, TurnRequest.of(Continuation.input(event, waiting), event.id()));
        if (advanced != null) {
            matched.add(waiting.id());
            continuation.carryOn(advanced);
        }
    }

    private void startFlows(InboxEvent event, Map<String, @Nullable Object> data, Set<ExecutionId> matched) {
        Map<String, @Nullable Object> trigger = new LinkedHashMap<>();
        trigger.put("event_name", event.name());
        trigger.put("data", data);
        for (FlowVersion version : catalog.active(event.tenant()).versions()) {
            if (event.name().equals(version.event()) && passes(version, trigger)) {
                ExecutionId id = new ExecutionId(
                        DerivedIds.from(event.id().value(), version.flow().value()));
                start(event, version, id, trigger);
                matched.add(id);
            }
        }
    }

    private boolean passes(FlowVersion version, Map<String, @Nullable Object> trigger) {
        Expression filter = catalog.plan(version.tenant(), version.flow(), version.version())
                .triggerFilter();
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("name", trigger.get("event_name"));
        root.put("data", trigger.get("data"));
        try {
            return filter == null
                    || filter.test(name -> name.equals("event") ? root : name.equals("trigger") ? trigger : null);
        } catch (ExpressionException e) {
            return false; // a filter that errs does not match
        }
    }

    private void start(InboxEvent event, FlowVersion version, ExecutionId id, Map<String, @Nullable Object> trigger) {
        TurnRequest request = TurnRequest.of(new TurnInput.Start(Cause.EVENT));
        Object named = ((Map<?, ?>) Objects.requireNonNull(trigger.get("data"))).get("conversation_id");
        ConversationId wanted = named instanceof String text && Ids.isUuid(text) ? ConversationId.of(text) : null;
        try {
            Advanced advanced;
            do {
                Conversation existing = wanted == null ? null : snapshots.loadConversation(event.tenant(), wanted);
                Conversation conversation = existing == null ? fresh(event.tenant(), id, event) : existing;
                advanced = engine.start(new Beginning(id, version, conversation, existing == null, trigger), request);
            } while (advanced == null);
            continuation.carryOn(advanced);
        } catch (RepeatedTurnException e) {
            snapshots.load(event.tenant(), id); // an earlier try started it already
        }
    }

    private static Conversation fresh(TenantId tenant, ExecutionId execution, InboxEvent event) {
        return new Conversation(
                tenant,
                new ConversationId(DerivedIds.from(event.id().value(), execution.value())),
                null,
                null,
                null,
                Json.EMPTY_OBJECT,
                1,
                event.receivedAt());
    }
}
