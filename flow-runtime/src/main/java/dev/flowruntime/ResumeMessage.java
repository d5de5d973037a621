package dev.flowruntime;

import dev.flowruntime.llm.ModelCall;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to what an execution asked.
 *
 * @param executionId as text, since it comes from a client
 * @param values by the names of the fields
 * @param context replaces what the page knew before; null keeps it
 * @param variables merged into the conversation's
 * @param reported what the client's own model used, to be added to what the turn uses; null for nothing
 */
public record ResumeMessage(
        String executionId,
        String waitToken,
        Map<String, @Nullable Object> values,
        @Nullable Map<String, @Nullable Object> context,
        Map<String, @Nullable Object> variables,
        @Nullable ModelCall reported) {
    public ResumeMessage {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        context = context == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(context));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** Answers for a client that used no model. */
    public ResumeMessage(
            String executionId,
            String waitToken,
            Map<String, @Nullable Object> values,
            @Nullable Map<String, @Nullable Object> context,
            Map<String, @Nullable Object> variables) {
        this(executionId, waitToken, values, context, variables, null);
    }

    /** Answers with values and nothing else. */
    public static ResumeMessage of(Reply asked, Map<String, @Nullable Object> values) {
        return new ResumeMessage(
                asked.executionId().toString(), String.valueOf(asked.waitToken()), values, null, Map.of());
    }
}
