package dev.flowruntime;

import dev.flowruntime.llm.ModelCall;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that starts a flow.
 *
 * @param text what the visitor wrote; null when a back end starts the flow without a text
 * @param context what the page knows, read by expressions as {@code context}
 * @param variables merged into the conversation's
 * @param reported what the client's own model used, to be added to what the turn uses; null for nothing
 */
public record TriggerMessage(
        @Nullable String text,
        String intentName,
        Map<String, @Nullable Object> context,
        Map<String, @Nullable Object> variables,
        @Nullable ModelCall reported) {
    public TriggerMessage {
        context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** Starts an intent for a client that used no model. */
    public TriggerMessage(
            @Nullable String text,
            String intentName,
            Map<String, @Nullable Object> context,
            Map<String, @Nullable Object> variables) {
        this(text, intentName, context, variables, null);
    }

    /** Starts an intent with a text and nothing else. */
    public static TriggerMessage of(String intentName, String text) {
        return new TriggerMessage(text, intentName, Map.of(), Map.of());
    }
}
