package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.definition.CompiledFlow;
import dev.flowruntime.expression.Scope;
import dev.flowruntime.internal.Commits.Prepared;
import dev.flowruntime.internal.Turn.Basis;
import dev.flowruntime.llm.ModelCall;
import dev.flowruntime.metrics.RuntimeObserver;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.Wait;
import dev.flowruntime.store.AttemptReply;
import dev.flowruntime.store.TurnOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes turns and commits them: one turn, one commit. Thread-safe. */
final class TurnEngine {
    private static final Logger LOG = LoggerFactory.getLogger(TurnEngine.class);

    private final Services services;
    private final Plans plans;
    private final Keys keys;
    private final Snapshots snapshots;
    private final Prices prices;
    private final TurnRunner runner;
    private final Commits commits;
    private final CommitListener listener;
    private final @Nullable RuntimeObserver observer;

    TurnEngine(Services services, Known known, Snapshots snapshots, CommitListener listener) {
        this.services = services;
        this.plans = known.plans();
        this.keys = known.keys();
        this.prices = known.prices();
        this.snapshots = snapshots;
        this.runner = new TurnRunner(plans);
        this.commits = new Commits(services, keys);
        this.listener = listener;
        // Without an observer a turn does not even look at the clock for it.
        this.observer = services.observer() == RuntimeObserver.NONE ? null : services.observer();
    }

    /** What tenants have set up, as far as turns go by it. */
    record Known(Plans plans, Keys keys, Prices prices) {}

    Snapshots snapshots() {
        return snapshots;
    }

    /**
     * A new execution.
     *
     * @param opens whether the conversation is new as well
     * @param trigger what expressions read at {@code trigger}
     */
    record Beginning(
            ExecutionId id,
            FlowVersion flow,
            Conversation conversation,
            boolean opens,
            Map<String, @Nullable Object> trigger) {}

    /**
     * Starts an execution.
     *
     * @return null when the conversation changed in the meantime
     * @throws RepeatedTurnException when the execution exists already
     */
    @Nullable
    Advanced start(Beginning beginning, TurnRequest request) {
        long begun = begun();
        return observed(request, begun, begin(beginning, request));
    }

    private @Nullable Advanced begin(Beginning beginning, TurnRequest request) {
        FlowVersion version = beginning.flow();
        CompiledFlow plan = plans.plan(version.tenant(), version.flow(), version.version());
        Map<String, @Nullable Object> context = request.context() == null ? Map.of() : request.context();
        ExecutionState state =
                ExecutionState.start(new Frame(version.flow(), version.version(), beginning.trigger()), context);
        Turn turn = new Turn(
                new Basis(beginning.conversation(), beginning.id(), 1, services.now(), services.ids()), state, plan);
        merge(turn, request);
        runner.run(turn, request.input(), scope(turn, null));
        price(turn, request);
        return commit(commits.prepare(null, turn, request, beginning.opens()), request.audience());
    }

    /**
     * Moves an execution on from a snapshot.
     *
     * @return null when the snapshot, or its conversation, is not the newest
     * @throws RepeatedTurnException when the execution has consumed the request's event before
     */
    @Nullable
    Advanced advance(Snapshot base, TurnRequest request) {
        long begun = begun();
        return observed(request, begun, moveOn(base, request));
    }

    private @Nullable Advanced moveOn(Snapshot base, TurnRequest request) {
        Turn turn = turn(base, base.execution().revision() + 1);
        ExecutionState state = turn.state;
        TurnInput input = request.input();
        if (input instanceof TurnInput.Remind) {
            remind(turn, base);
        } else {
            leaveWait(turn, base.execution().openWait(), input);
            if (request.isVisitors()) {
                state.reported = 0;
                state.used = UsedModels.NONE;
                state.untold = UsedModels.NONE;
            }
            if (request.context() != null) {
                state.context = request.context();
            }
            merge(turn, request);
            runner.run(turn, input, scope(turn, null));
            price(turn, request);
        }
        return commit(commits.prepare(base, turn, request, false), request.audience());
    }

    private long begun() {
        return observer == null ? 0 : services.nanoTime().getAsLong();
    }

    private @Nullable Advanced observed(TurnRequest request, long begun, @Nullable Advanced advanced) {
        if (observer != null && advanced != null) {
            long nanos = services.nanoTime().getAsLong() - begun;
            observer.turn(
                    request.input().cause(), advanced.snapshot().execution().status(), nanos);
        }
        return advanced;
    }

    /** Call by call, by the prices of now. */
    private void price(Turn turn, TurnRequest request) {
        List<ModelCall> ofNodes = turn.models.calls();
        if (ofNodes.isEmpty() && request.calls().isEmpty()) {
            return;
        }
        List<ModelCall> calls = new ArrayList<>(request.calls());
        calls.addAll(ofNodes);
        turn.used = UsedModels.of(calls, prices.of(turn.tenant));
        turn.state.use(turn.used);
    }

    /** The scope in which the filter of a waiting execution is tried on an event. */
    Scope eventScope(Snapshot waiting, Map<String, @Nullable Object> event) {
        return scope(turn(waiting, waiting.execution().revision()), event);
    }

    /** The turn in which a node with effects runs: for its call only, never committed. */
    Turn effectTurn(Snapshot running) {
        return turn(running, running.execution().revision());
    }

    Scope scope(Turn turn, @Nullable Map<String, @Nullable Object> event) {
        return new TurnScope(turn, keys.verify(turn.conversationBefore()), event);
    }

    private Turn turn(Snapshot base, long revision) {
        ExecutionState state = base.state().copy();
        CompiledFlow plan = plans.plan(base.tenant(), state.top().flow, state.top().version);
        return new Turn(
                new Basis(base.conversation(), base.id(), revision, services.now(), services.ids()), state, plan);
    }

    private static void merge(Turn turn, TurnRequest request) {
        if (request.variables().isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> merged = Variables.merge(turn.variables(), request.variables());
        Audience audience = request.audience();
        Variables.require(merged, audience == null ? ErrorCode.VALIDATION_FAILED : audience.badVariables());
        turn.variables(merged);
    }

    private static void leaveWait(Turn turn, @Nullable Wait left, TurnInput input) {
        if (left == null) {
            return;
        }
        turn.state.resumed = true;
        turn.state.steps = 0;
        turn.state.reminder = null;
        HandoffWait.close(turn);
        TaskId task = left.task();
        if (task != null && turn.state.tasks.remove(task.toString()) != null && leavesOpen(input)) {
            turn.withdrawn.add(task);
        }
    }

    /** Whether the task that was waited for may still be open: an event that names only the execution closes none. */
    private static boolean leavesOpen(TurnInput input) {
        return input instanceof TurnInput.TimeOut
                || input instanceof TurnInput.Abort
                || input instanceof TurnInput.Result result && result.task() == null;
    }

    private static void remind(Turn turn, Snapshot base) {
        Wait wait = base.execution().openWait();
        if (wait == null) {
            throw new IllegalStateException("only a waiting execution reminds");
        }
        turn.say(String.valueOf(turn.state.reminder));
        turn.state.reminder = null;
        turn.openWait = wait.reminded();
        turn.status = wait.status();
    }

    /** Makes the step at which an execution stands due at once, for whoever is free to run it. */
    void leaveStep(Snapshot running) {
        services.store().executions().reschedule(running.execution(), services.now());
        listener.left(Left.TURN);
    }

    private @Nullable Advanced commit(Prepared prepared, @Nullable Audience audience) {
        TurnOutcome outcome = services.store().executions().commit(prepared.commit());
        if (outcome instanceof TurnOutcome.Committed committed) {
            snapshots.remember(prepared.next());
            notice(prepared);
            listener.advanced(prepared.next().conversation());
            AttemptReply reply = prepared.commit().reply();
            if (audience != null && audience.attempt() != null && reply != null) {
                audience.attempt().recorded(reply);
            }
            return new Advanced(prepared.next(), committed.eventPending());
        }
        if (outcome instanceof TurnOutcome.AttemptLost) {
            throw Attempts.inProgress();
        }
        if (outcome instanceof TurnOutcome.Repeated) {
            throw new RepeatedTurnException();
        }
        snapshots.forget(prepared.next().conversation().id());
        return null;
    }

    private void notice(Prepared prepared) {
        Execution execution = prepared.next().execution();
        if (LOG.isWarnEnabled() && execution.status() == dev.flowruntime.model.ExecutionStatus.FAILED) {
            LOG.warn(
                    "execution {} of tenant {} failed: {}",
                    execution.id(),
                    execution.tenant(),
                    prepared.commit().history().steps());
        }
        if (!prepared.commit().tasks().isEmpty()) {
            listener.left(Left.TASK);
        }
        if (!prepared.commit().outbox().isEmpty()) {
            listener.left(Left.DELIVERY);
        }
        Instant wakeAt = execution.wakeAt();
        if (wakeAt != null && !wakeAt.isAfter(execution.updatedAt())) {
            listener.left(Left.TURN);
        }
    }
}
