package dev.flowruntime.internal;

import dev.flowruntime.definition.CompiledFlow.Step;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Wait;
import dev.flowruntime.node.NodeCall;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.node.NodeResult.SendRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries an execution on after a commit, as long as nobody outside is needed: steps with effects, events that came early. */
final class Continuation {
    private static final Logger LOG = LoggerFactory.getLogger(Continuation.class);

    private final Services services;
    private final TurnEngine engine;
    private final Snapshots snapshots;
    private final @Nullable Effects effects;

    /**
     * What steps with effects run by.
     *
     * @param threads run steps for callers that wait; may refuse, and the step is left to workers
     */
    record Effects(Executor threads, HttpRequests http) {}

    /** @param effects null leaves all steps to workers */
    Continuation(Services services, TurnEngine engine, @Nullable Effects effects) {
        this.services = services;
        this.engine = engine;
        this.snapshots = engine.snapshots();
        this.effects = effects;
    }

    /** Carries on for a caller, who gets the newest snapshot when the turn pauses or the budget is used up. */
    Snapshot carryOnFor(Advanced advanced) {
        Snapshot snapshot = advanced.snapshot();
        if (effects == null || snapshot.execution().status() != ExecutionStatus.RUNNING) {
            return carryOn(advanced);
        }
        FutureTask<Snapshot> rest = new FutureTask<>(() -> runOn(advanced));
        try {
            effects.threads().execute(rest);
            Duration budget = services.settings().turnBudget();
            return rest.get(budget.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("no thread is free for a step of execution {}; it is left to workers", snapshot.id());
            engine.leaveStep(snapshot);
        } catch (TimeoutException e) {
            LOG.debug("execution {} goes on without its caller", snapshot.id());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
        return newest(snapshot);
    }

    /** Carries on until the execution waits for somebody outside, is over, or stands at a step, which is left to workers. */
    Snapshot carryOn(Advanced advanced) {
        Advanced now = advanced;
        while (now.snapshot().execution().status() != ExecutionStatus.RUNNING) {
            if (!now.eventPending()) {
                return now.snapshot();
            }
            Advanced next = takeEvent(now.snapshot());
            if (next == null) {
                return newest(now.snapshot());
            }
            now = next;
        }
        if (effects != null) {
            engine.leaveStep(now.snapshot());
        }
        return now.snapshot();
    }

    /** Carries on, steps with effects on this thread too, until the execution waits for somebody outside or is over. */
    Snapshot runOn(Advanced advanced) {
        Effects by = Objects.requireNonNull(effects, "steps are run where there is something to run them by");
        Advanced now = advanced;
        while (true) {
            Advanced next;
            if (now.snapshot().execution().status() == ExecutionStatus.RUNNING) {
                next = runStep(now.snapshot(), by);
            } else if (now.eventPending()) {
                next = takeEvent(now.snapshot());
            } else {
                return now.snapshot();
            }
            if (next == null) {
                return newest(now.snapshot());
            }
            now = next;
        }
    }

    /** Somebody else may have moved the execution on. */
    private Snapshot newest(Snapshot known) {
        return Objects.requireNonNullElse(snapshots.load(known.tenant(), known.id()), known);
    }

    /** Runs the step with effects at which an execution stands, and commits what came of it. */
    private @Nullable Advanced runStep(Snapshot running, Effects effects) {
        Turn turn = engine.effectTurn(running);
        Step step = turn.flow.step(turn.flow.indexOf(turn.state.top().at));
        NodeCall call = TurnRunner.call(turn, step, engine.scope(turn, null));
        TurnInput input;
        try {
            NodeResult result = step.node().handler().handle(call);
            if (result instanceof SendRequest request) {
                result = effects.http().send(call, request, new StepLease(services, running.execution())::last);
            }
            input = new TurnInput.StepDone(result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null; // the lease ends, and a worker does the step again
        } catch (Exception e) {
            LOG.info("step {} of execution {} failed", step.id(), running.id(), e);
            input = new TurnInput.StepFailed(e);
        }
        return again(running, TurnRequest.of(input, turn.models.calls()));
    }

    /** Gives a waiting execution the event that it waits for, if that one has come. */
    @Nullable
    Advanced takeEvent(Snapshot waiting) {
        Wait wait = waiting.execution().openWait();
        if (wait == null || wait.event() == null) {
            return null; // no event ends it
        }
        if (waiting.state().handoff != null) {
            return null; // nobody can give back what they have not been given: it was for a handoff before
        }
        for (InboxEvent event : services.store().inboxEvents().listPending(waiting.tenant(), waiting.id())) {
            if (answers(event, waiting)) {
                return again(waiting, TurnRequest.of(input(event, waiting), event.id()));
            }
        }
        return null;
    }

    /**
     * Advances from a snapshot; when it is old, from the newest one that stands at the same wait or step.
     *
     * @return null when somebody else moved the execution on
     */
    @Nullable
    Advanced again(Snapshot base, TurnRequest request) {
        Snapshot from = base;
        boolean asItWas =
                request.input() instanceof TurnInput.Remind; // a reminder that another has sent is not sent twice
        while (from != null
                && isSamePlace(base.execution(), from.execution())
                && !(asItWas && from.execution().revision() != base.execution().revision())) {
            try {
                Advanced advanced = engine.advance(from, request);
                if (advanced != null) {
                    return advanced;
                }
            } catch (RepeatedTurnException e) {
                return null;
            }
            from = snapshots.load(base.tenant(), base.id());
        }
        return null;
    }

    /** Whether both stand at the same wait, or at the same step. */
    private static boolean isSamePlace(Execution one, Execution other) {
        Wait a = one.openWait();
        Wait b = other.openWait();
        if (a == null || b == null) {
            return a == null && b == null && one.revision() == other.revision();
        }
        return a.pause() == b.pause();
    }

    /** Whether an event that names this execution is what it waits for. */
    static boolean answers(InboxEvent event, Snapshot waiting) {
        Wait wait = waiting.execution().openWait();
        return wait != null && wait.isEndedBy(event);
    }

    /** What an event does to the execution that it answers. */
    static TurnInput input(InboxEvent event, Snapshot waiting) {
        Map<String, @Nullable Object> data = JsonTree.readObject(event.data());
        if (event.task() != null
                && waiting.state().tasks.get(event.task().toString()) instanceof Map<?, ?> task
                && event.name().equals(task.get("queue") + FAILED)) {
            Object message = data.get("message");
            return new TurnInput.Failure(message == null ? event.name() : message.toString());
        }
        return waiting.state().handoff == null
                ? new TurnInput.Result(data, event.task())
                : new TurnInput.Result(HandoffWait.output(data.get("resolved_by")), null);
    }

    /** Behind a queue's name: the event that tells of a task's failure. */
    static final String FAILED = ".failed";
}
