package dev.flowruntime.internal;

import dev.flowruntime.definition.CompiledFlow;
import dev.flowruntime.definition.CompiledFlow.Step;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.expression.Scope;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.model.Wait;
import dev.flowruntime.node.NodeCall;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.node.NodeResult.Ask;
import dev.flowruntime.node.NodeResult.Assign;
import dev.flowruntime.node.NodeResult.AwaitEvent;
import dev.flowruntime.node.NodeResult.AwaitTask;
import dev.flowruntime.node.NodeResult.AwaitTime;
import dev.flowruntime.node.NodeResult.CallFlow;
import dev.flowruntime.node.NodeResult.Done;
import dev.flowruntime.node.NodeResult.End;
import dev.flowruntime.node.NodeResult.EnqueueTask;
import dev.flowruntime.node.NodeResult.Fail;
import dev.flowruntime.node.NodeResult.Failed;
import dev.flowruntime.node.NodeResult.Handoff;
import dev.flowruntime.node.NodeResult.NewBlock;
import dev.flowruntime.node.NodeResult.SendRequest;
import dev.flowruntime.node.NodeResult.VariableScope;
import dev.flowruntime.node.NodeType;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks a flow from where an execution stands until it pauses, ends or must talk to the world. Does no I/O and reads no
 * clock: the same turn from the same state gives the same result.
 */
final class TurnRunner {
    static final int MAX_STEPS = 1_000;
    private static final int MAX_FRAMES = 16;
    private static final int MAX_BLOCK_CHARS = 1 << 20;

    private final Plans plans;

    TurnRunner(Plans plans) {
        this.plans = plans;
    }

    /** Runs the turn; afterwards {@link Turn#isOver()}. */
    void run(Turn turn, TurnInput input, Scope scope) {
        enter(turn, input);
        while (!turn.isOver()) {
            step(turn, scope);
        }
        if (turn.status.isFinal()) {
            turn.state.tasks.keySet().forEach(task -> turn.withdrawn.add(TaskId.of(task)));
            turn.state.tasks.clear();
        }
    }

    private void enter(Turn turn, TurnInput input) {
        Frame frame = turn.state.top();
        if (input instanceof TurnInput.Start) {
            goTo(turn, 0);
        } else if (input instanceof TurnInput.Answer answer) {
            finish(turn, current(turn), answer.values());
        } else if (input instanceof TurnInput.Result result) {
            finish(turn, current(turn), result.data());
        } else if (input instanceof TurnInput.Fire) {
            finish(turn, current(turn), Map.of("fired_at", turn.now.toString()));
        } else if (input instanceof TurnInput.Failure failure) {
            fail(turn, current(turn), failure.message());
        } else if (input instanceof TurnInput.TimeOut) {
            timeOut(turn, current(turn));
        } else if (input instanceof TurnInput.StepDone done) {
            apply(turn, current(turn), done.result());
        } else if (input instanceof TurnInput.StepFailed failed) {
            fail(turn, current(turn), messageOf(failed.failure()));
        } else if (input instanceof TurnInput.Abort abort) {
            turn.noteFailure(frame.at, abort.reason());
            turn.status = ExecutionStatus.ABORTED;
        } else {
            throw new IllegalStateException("a reminder is no step: " + input);
        }
    }

    private void step(Turn turn, Scope scope) {
        Step step = current(turn);
        if (++turn.state.steps > MAX_STEPS) {
            end(turn, null, "step_limit");
            return;
        }
        turn.state.visits++;
        turn.steps.add(step.id());
        if (step.type().kind() == NodeType.Kind.EFFECT) {
            turn.effectPending = true;
            return;
        }
        NodeResult result;
        try {
            result = step.node().handler().handle(call(turn, step, scope));
        } catch (Exception e) {
            fail(turn, step, messageOf(e));
            return;
        }
        apply(turn, step, result);
    }

    /** The call of the node at which the turn stands; for a node with effects after the checkpoint as well. */
    static NodeCall call(Turn turn, Step step, Scope scope) {
        return new NodeCall(
                turn.tenant,
                turn.conversation,
                turn.execution,
                step.id(),
                turn.execution + ":" + turn.state.visits,
                turn.now,
                Map.of(),
                scope,
                turn.models);
    }

    private void apply(Turn turn, Step step, NodeResult result) {
        if (result instanceof Done done) {
            for (NewBlock block : done.blocks()) {
                show(turn, block);
            }
            turn.state.top().put(step.id(), done.output());
            follow(turn, done.target() == null ? step.next() : turn.flow.indexOf(done.target()));
        } else if (result instanceof Assign assign) {
            assign(turn, step, assign);
        } else if (result instanceof EnqueueTask task) {
            enqueue(turn, step, task);
        } else if (result instanceof CallFlow call) {
            enterSubflow(turn, step, call);
        } else if (result instanceof Failed failed) {
            fail(turn, step, failed);
        } else if (result instanceof SendRequest) {
            fail(turn, step, "only a node with effects can send requests");
        } else if (result instanceof End end) {
            leave(turn, end.output());
        } else if (result instanceof Fail fail) {
            turn.noteFailure(step.id(), fail.reason());
            leaveFailed(turn, fail.text(), fail.reason());
        } else {
            pause(turn, step, result);
        }
    }

    private void show(Turn turn, NewBlock block) {
        turn.show(block);
        if (turn.blockChars > MAX_BLOCK_CHARS) {
            end(turn, null, "block_limit");
        }
    }

    private void assign(Turn turn, Step step, Assign assign) {
        if (assign.scope() == VariableScope.CONVERSATION) {
            Map<String, @Nullable Object> merged = Variables.merge(turn.variables(), assign.values());
            Map<String, List<String>> wrong = Variables.check(merged);
            if (!wrong.isEmpty()) {
                fail(turn, step, "conversation variables: " + wrong);
                return;
            }
            turn.variables(merged);
        } else {
            turn.state.vars.putAll(assign.values());
        }
        finish(turn, step, assign.values());
    }

    private void enqueue(Turn turn, Step step, EnqueueTask task) {
        TaskId id = new TaskId(turn.ids.get());
        turn.tasks.add(new TaskRecord(
                turn.tenant,
                id,
                task.queue(),
                turn.execution,
                turn.conversation,
                step.id(),
                turn.flow.resultEvents(step.id()),
                JsonTree.write(task.payload()),
                TaskState.PENDING,
                0,
                task.maxAttempts(),
                turn.now.plus(task.timeout()),
                turn.now,
                0));
        Map<String, @Nullable Object> open = new LinkedHashMap<>(4);
        open.put("queue", task.queue());
        open.put("deadline", turn.now.plus(task.timeout()).toString());
        turn.state.tasks.put(id.toString(), open);
        finish(turn, step, Map.of("task_id", id.toString()));
    }

    private void enterSubflow(Turn turn, Step step, CallFlow call) {
        FlowVersion version = plans.active(turn.tenant, call.flow());
        if (version == null) {
            fail(turn, step, "the flow " + call.flow() + " is not published");
            return;
        }
        if (turn.state.frames.size() >= MAX_FRAMES) {
            fail(turn, step, "subflows are nested more than " + MAX_FRAMES + " deep");
            return;
        }
        Map<String, @Nullable Object> trigger = new LinkedHashMap<>();
        trigger.put("text", null);
        trigger.put("intent", version.intent());
        trigger.put("context", call.input());
        trigger.put("data", call.input());
        turn.state.frames.add(new Frame(version.flow(), version.version(), trigger));
        turn.flow = plans.plan(turn.tenant, version.flow(), version.version());
        goTo(turn, 0);
    }

    private void pause(Turn turn, Step step, NodeResult result) {
        if (result instanceof Ask ask) {
            ask(turn, step, ask);
        } else if (result instanceof AwaitTask await) {
            awaitTask(turn, step, await);
        } else if (result instanceof AwaitEvent await) {
            Instant expires = later(turn, await.timeout());
            turn.openWait =
                    new Wait(Wait.Kind.EVENT, turn.revision, step.id(), null, await.event(), null, expires, null);
        } else if (result instanceof AwaitTime await) {
            turn.openWait = new Wait(Wait.Kind.TIME, turn.revision, step.id(), null, null, null, await.until(), null);
        } else if (result instanceof Handoff handoff) {
            HandoffWait.open(turn, step.id(), handoff);
        } else {
            throw new IllegalStateException("no such pause: " + result);
        }
        if (turn.openWait != null) {
            turn.status = turn.openWait.status();
        }
    }

    private void ask(Turn turn, Step step, Ask ask) {
        if (step.node().input() == null) {
            fail(turn, step, "only form and choices nodes can ask");
            return;
        }
        show(turn, ask.block());
        if (turn.status.isFinal()) {
            return;
        }
        Json schema = step.node().input().schema();
        Instant remindAt =
                ask.reminder() == null ? null : turn.now.plus(ask.reminder().after());
        turn.state.reminder = ask.reminder() == null ? null : ask.reminder().text();
        turn.openWait = new Wait(
                Wait.Kind.INPUT, turn.revision, step.id(), schema, null, null, later(turn, ask.timeout()), remindAt);
    }

    private void awaitTask(Turn turn, Step step, AwaitTask await) {
        String id = turn.state.top().output(await.enqueueNode()) instanceof Map<?, ?> output
                        && output.get("task_id") instanceof String text
                ? text
                : null;
        if (id == null || !(turn.state.tasks.get(id) instanceof Map<?, ?> open)) {
            fail(turn, step, "the node " + await.enqueueNode() + " has no task that is still to be awaited");
            return;
        }
        Instant expires = Instant.parse(String.valueOf(open.get("deadline")));
        Instant longest = later(turn, await.timeout());
        if (longest != null && longest.isBefore(expires)) {
            expires = longest;
        }
        String event = await.event() == null ? open.get("queue") + ".completed" : await.event();
        turn.openWait = new Wait(Wait.Kind.TASK, turn.revision, step.id(), null, event, TaskId.of(id), expires, null);
    }

    private static @Nullable Instant later(Turn turn, @Nullable Duration timeout) {
        return timeout == null ? null : turn.now.plus(timeout);
    }

    private void timeOut(Turn turn, Step step) {
        if (step.onTimeout() == CompiledFlow.NONE) {
            turn.noteFailure(step.id(), "timeout");
            turn.status = ExecutionStatus.ABORTED;
        } else {
            turn.state.top().fail(step.id(), "timeout", null);
            follow(turn, step.onTimeout());
        }
    }

    /** The node is done: its output is kept and the execution goes on. */
    private void finish(Turn turn, Step step, @Nullable Object output) {
        turn.state.top().put(step.id(), output);
        follow(turn, step.next());
    }

    /** The node failed: the execution takes its error edge, or fails. */
    private void fail(Turn turn, Step step, String message) {
        fail(turn, step, new Failed(message, null));
    }

    private void fail(Turn turn, Step step, Failed failed) {
        String message = failed.message();
        turn.noteFailure(step.id(), message);
        turn.state.top().fail(step.id(), message, failed.output());
        if (step.onError() == CompiledFlow.NONE) {
            leaveFailed(turn, null, message);
        } else {
            follow(turn, step.onError());
        }
    }

    private void follow(Turn turn, int index) {
        if (turn.status.isFinal()) {
            return;
        }
        if (index == CompiledFlow.END || index == CompiledFlow.NONE) {
            leave(turn, null);
        } else {
            goTo(turn, index);
        }
    }

    private static void goTo(Turn turn, int index) {
        turn.state.top().at = turn.flow.step(index).id();
    }

    /** The flow on top is over; the one below goes on after its subflow node. */
    private void leave(Turn turn, @Nullable Object output) {
        if (pop(turn)) {
            finish(turn, current(turn), output);
        } else {
            turn.status = ExecutionStatus.COMPLETED;
        }
    }

    /** The flow on top failed; for the one below its subflow node did. */
    private void leaveFailed(Turn turn, @Nullable String text, String reason) {
        String failureText = turn.flow.flow().failureText();
        if (pop(turn)) {
            fail(turn, current(turn), reason);
        } else {
            end(turn, text == null ? failureText : text, reason);
        }
    }

    /** Takes the flow on top away, unless it is the execution's own. */
    private boolean pop(Turn turn) {
        List<Frame> frames = turn.state.frames;
        if (frames.size() == 1) {
            return false;
        }
        frames.remove(frames.size() - 1);
        Frame frame = turn.state.top();
        turn.flow = plans.plan(turn.tenant, frame.flow, frame.version);
        return true;
    }

    /** The execution fails, with a message that says so. */
    static void end(Turn turn, @Nullable String text, String reason) {
        String shown = text == null ? turn.flow.flow().failureText() : text;
        turn.say(shown == null ? "Something went wrong. Please try again." : shown);
        if (turn.steps.isEmpty() || !(turn.steps.get(turn.steps.size() - 1) instanceof Map)) {
            turn.noteFailure(turn.state.top().at, reason);
        }
        turn.openWait = null;
        if (turn.state.handoff != null) {
            turn.state.handoff = null; // it was to begin in this turn
            turn.handoffs.remove(turn.handoffs.size() - 1);
        }
        turn.effectPending = false;
        turn.status = ExecutionStatus.FAILED;
    }

    private static Step current(Turn turn) {
        return turn.flow.step(turn.flow.indexOf(turn.state.top().at));
    }

    private static String messageOf(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
