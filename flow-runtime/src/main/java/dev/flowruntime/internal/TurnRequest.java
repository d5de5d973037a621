package dev.flowruntime.internal;

import dev.flowruntime.llm.ModelCall;
import dev.flowruntime.model.EventId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an execution.
 *
 * @param text what the visitor said, for the transcript; null unless the visitor moves the execution
 * @param context replaces what the page knew; null keeps it
 * @param variables merged into the conversation's
 * @param consumed the event that the turn answers
 * @param calls of models that are part of the turn: the client's own, and those of the step that it finishes
 * @param audience whom the audit names as the mover; null when nobody outside moves the execution
 */
record TurnRequest(
        TurnInput input,
        @Nullable String text,
        @Nullable Map<String, @Nullable Object> context,
        Map<String, @Nullable Object> variables,
        @Nullable EventId consumed,
        List<ModelCall> calls,
        @Nullable Audience audience) {
    TurnRequest {
        calls = List.copyOf(calls);
    }

    static TurnRequest of(TurnInput input) {
        return new TurnRequest(input, null, null, Map.of(), null, List.of(), null);
    }

    static TurnRequest of(TurnInput input, EventId consumed) {
        return new TurnRequest(input, null, null, Map.of(), consumed, List.of(), null);
    }

    /** The end of a step that called models. */
    static TurnRequest of(TurnInput input, List<ModelCall> calls) {
        return new TurnRequest(input, null, null, Map.of(), null, calls, null);
    }

    /** Whether the visitor's own words or values move it: a reply then shows only what comes after them. */
    boolean isVisitors() {
        return input instanceof TurnInput.Answer || input instanceof TurnInput.Start;
    }
}
