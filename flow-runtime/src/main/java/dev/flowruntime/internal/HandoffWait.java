package dev.flowruntime.internal;

import dev.flowruntime.OpenHandoff;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.Wait;
import dev.flowruntime.node.NodeResult.Handoff;
import dev.flowruntime.node.NodeResult.NewBlock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A conversation that people have, while its execution waits: how it comes to them, and how it comes back. */
final class HandoffWait {
    /** The event that ends it. */
    static final String RESOLVED = "handoff.resolved";

    private HandoffWait() {}

    /**
     * What webhooks tell of a handoff.
     *
     * @param text what the visitor was told
     */
    record Change(String state, @Nullable String text) {}

    static void open(Turn turn, String node, Handoff handoff) {
        if (handoff.text() != null) {
            turn.say(handoff.text());
        }
        show(turn, "requested");
        turn.handoffs.add(new Change("requested", handoff.text()));
        Map<String, @Nullable Object> open = new LinkedHashMap<>();
        open.put("queue", handoff.queue());
        open.put("text", handoff.text());
        open.put("since", turn.now.toString());
        turn.state.handoff = open;
        Instant expires = handoff.timeout() == null ? null : turn.now.plus(handoff.timeout());
        turn.openWait = new Wait(Wait.Kind.EVENT, turn.revision, node, null, RESOLVED, null, expires, null);
    }

    /** The wait is over, whatever ended it. */
    static void close(Turn turn) {
        if (turn.state.handoff != null) {
            show(turn, "closed");
            turn.handoffs.add(new Change("closed", null));
            turn.state.handoff = null;
        }
    }

    private static void show(Turn turn, String state) {
        turn.show(new NewBlock("handoff", new Json("{\"state\":\"" + state + "\"}")));
    }

    /** The node's output. */
    static Map<String, @Nullable Object> output(@Nullable Object resolvedBy) {
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("resolved_by", resolvedBy == null ? null : resolvedBy.toString());
        return output;
    }

    /** What is known of the handoff at which an execution waits; null when it waits for something else. */
    static @Nullable OpenHandoff read(Execution waiting) {
        Map<String, @Nullable Object> open = ExecutionState.read(waiting.state()).handoff;
        Wait wait = waiting.openWait();
        if (open == null || wait == null) {
            return null;
        }
        return new OpenHandoff(
                waiting.id(),
                waiting.conversation(),
                (String) open.get("queue"),
                (String) open.get("text"),
                Instant.parse(String.valueOf(open.get("since"))),
                wait.expiresAt());
    }
}
