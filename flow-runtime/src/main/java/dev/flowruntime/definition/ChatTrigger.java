package dev.flowruntime.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's intent starts the flow.
 *
 * @param intentName unique among the published flows of a tenant; {@code ^[a-z][a-z0-9_.-]{0,127}$}
 * @param description tells a model, or a person, when the intent is meant
 * @param examples what visitors say who have this intent
 * @param requiredEntities what the client's model should find in the visitor's words
 */
public record ChatTrigger(
        String intentName,
        @Nullable String description,
        List<String> examples,
        List<String> requiredEntities,
        Display display)
        implements Trigger {
    public ChatTrigger {
        examples = List.copyOf(examples);
        requiredEntities = List.copyOf(requiredEntities);
    }
}
