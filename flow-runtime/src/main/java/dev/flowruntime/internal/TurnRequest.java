package dev.flowruntime.internal;

import dev.flowruntime.model.EventId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an execution.
 *
 * @param text what the visitor said, for the transcript; null unless the visitor moves the execution
 * @param context replaces what the page knew; null keeps it
 * @param variables merged into the conversation's
 * @param consumed the event that the turn answers
 * @param audience whom the audit names as the mover; null when nobody outside moves the execution
 */
record TurnRequest(
        TurnInput input,
        @Nullable String text,
        @Nullable Map<String, @Nullable Object> context,
        Map<String, @Nullable Object> variables,
        @Nullable EventId consumed,
        @Nullable Audience audience) {
    static TurnRequest of(TurnInput input) {
        return new TurnRequest(input, null, null, Map.of(), null, null);
    }

    static TurnRequest of(TurnInput input, EventId consumed) {
        return new TurnRequest(input, null, null, Map.of(), consumed, null);
    }

    /** Whether the visitor's own words or values move it: a reply then shows only what comes after them. */
    boolean isVisitors() {
        return input instanceof TurnInput.Answer || input instanceof TurnInput.Start;
    }
}
