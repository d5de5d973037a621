package dev.flowruntime.internal;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the engine itself remembers of an execution between its turns.
 *
 * <p>A turn works on a copy; what a snapshot holds is never changed.
 */
final class ExecutionState {
    private static final long FORMAT = 1;

    /** The flow's own frame first, the subflow that runs last. */
    final List<Frame> frames;
    /** Variables of the execution; they stand over those of the conversation. */
    final Map<String, @Nullable Object> vars;
    /** The queues of the tasks that are still open, by task id. */
    final Map<String, @Nullable Object> tasks;

    Map<String, @Nullable Object> context;
    /** How many blocks were made so far; the next block's id. */
    long blocks;
    /** How many nodes were visited so far; the next step's id. */
    long visits;
    /** How many nodes were visited since somebody outside last moved the execution. */
    int steps;
    /** How many blocks of the current turn a webhook has told of. */
    int reported;
    /** What models used since the visitor's last turn. */
    UsedModels used = UsedModels.NONE;
    /** What of it no webhook has told yet. */
    UsedModels untold = UsedModels.NONE;
    /** Whether it has waited before: its webhooks then tell of a resume. */
    boolean resumed;
    /** What the visitor is to be reminded of while the execution waits. */
    @Nullable
    String reminder;
    /** The {@code queue} and {@code text} of the handoff at which it waits, and {@code since} when; null at no handoff. */
    @Nullable
    Map<String, @Nullable Object> handoff;

    private ExecutionState(
            List<Frame> frames,
            Map<String, @Nullable Object> vars,
            Map<String, @Nullable Object> tasks,
            Map<String, @Nullable Object> context) {
        this.frames = frames;
        this.vars = vars;
        this.tasks = tasks;
        this.context = context;
    }

    static ExecutionState start(Frame frame, Map<String, @Nullable Object> context) {
        return new ExecutionState(
                new ArrayList<>(List.of(frame)), new LinkedHashMap<>(), new LinkedHashMap<>(), context);
    }

    ExecutionState copy() {
        List<Frame> copied = new ArrayList<>(frames.size());
        frames.forEach(frame -> copied.add(frame.copy()));
        ExecutionState copy =
                new ExecutionState(copied, new LinkedHashMap<>(vars), new LinkedHashMap<>(tasks), context);
        copy.blocks = blocks;
        copy.visits = visits;
        copy.steps = steps;
        copy.reported = reported;
        copy.used = used;
        copy.untold = untold;
        copy.resumed = resumed;
        copy.reminder = reminder;
        copy.handoff = handoff;
        return copy;
    }

    Frame top() {
        return frames.get(frames.size() - 1);
    }

    /** Forgets what nodes and variables held, so that an execution that ended over its limits can be stored. */
    void clear() {
        frames.forEach(frame -> frame.nodes.clear());
        vars.clear();
        context = Map.of();
    }

    /** What models used in a turn. */
    void use(UsedModels more) {
        used = used.plus(more);
        untold = untold.plus(more);
    }

    Json toJson() {
        StringBuilder text = new StringBuilder(1024);
        text.append("{\"v\":").append(FORMAT).append(",\"frames\":");
        char before = '[';
        for (Frame frame : frames) {
            text.append(before).append("{\"flow\":\"").append(frame.flow.value());
            text.append("\",\"version\":").append(frame.version);
            text.append(",\"at\":\"").append(frame.at); // a node's id needs no escaping
            member(text.append('"'), "trigger", frame.trigger);
            member(text, "nodes", frame.nodes);
            text.append('}');
            before = ',';
        }
        text.append(']');
        member(text, "vars", vars);
        member(text, "tasks", tasks);
        member(text, "context", context);
        text.append(",\"blocks\":").append(blocks).append(",\"visits\":").append(visits);
        text.append(",\"steps\":").append(steps).append(",\"reported\":").append(reported);
        text.append(",\"resumed\":").append(resumed);
        member(text, "reminder", reminder);
        if (handoff != null) {
            member(text, "handoff", handoff);
        }
        if (!used.isEmpty()) {
            member(text, "used", used.toTree());
            member(text, "untold", untold.toTree());
        }
        return new Json(text.append('}').toString());
    }

    private static void member(StringBuilder text, String name, @Nullable Object value) {
        JsonTree.append(text.append(",\"").append(name).append("\":"), value);
    }

    static ExecutionState read(Json json) {
        Map<String, @Nullable Object> tree = JsonTree.readObject(json);
        if (!Objects.equals(tree.get("v"), FORMAT)) {
            throw new IllegalStateException(
                    "this version of the engine does not know the state format " + tree.get("v"));
        }
        List<Frame> frames = new ArrayList<>();
        for (Object item : (List<?>) Objects.requireNonNull(tree.get("frames"))) {
            Map<String, @Nullable Object> frame = object(item);
            frames.add(new Frame(
                    FlowId.of((String) Objects.requireNonNull(frame.get("flow"))),
                    (int) number(frame, "version"),
                    object(frame.get("trigger")),
                    new LinkedHashMap<>(object(frame.get("nodes"))),
                    (String) Objects.requireNonNull(frame.get("at"))));
        }
        ExecutionState state = new ExecutionState(
                frames,
                new LinkedHashMap<>(object(tree.get("vars"))),
                new LinkedHashMap<>(object(tree.get("tasks"))),
                object(tree.get("context")));
        state.blocks = number(tree, "blocks");
        state.visits = number(tree, "visits");
        state.steps = (int) number(tree, "steps");
        state.reported = (int) number(tree, "reported");
        state.used = UsedModels.read(tree.get("used"));
        state.untold = UsedModels.read(tree.get("untold"));
        state.resumed = Boolean.TRUE.equals(tree.get("resumed"));
        state.reminder = (String) tree.get("reminder");
        state.handoff = tree.get("handoff") == null ? null : object(tree.get("handoff"));
        return state;
    }

    private static long number(Map<String, @Nullable Object> tree, String name) {
        return (Long) Objects.requireNonNull(tree.get(name));
    }

    @SuppressWarnings("unchecked") // JSON objects have text keys
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }
}
