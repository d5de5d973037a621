package dev.flowruntime;

import dev.flowruntime.model.FlowId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor may ask for: the chat trigger of a published flow.
 *
 * @param displayLabel the flow's name where the flow gives no label
 * @param styleVariant {@code solid}, {@code outline} or {@code soft}
 * @param pinned whether it stands before all others
 */
public record Intent(
        String name,
        String displayLabel,
        @Nullable String subtitle,
        @Nullable String description,
        List<String> examples,
        List<String> requiredEntities,
        @Nullable Icon icon,
        @Nullable String accentColor,
        String styleVariant,
        boolean pinned,
        long priority,
        FlowId flow,
        int flowVersion) {
    /**
     * A picture for the intent.
     *
     * @param kind such as {@code emoji} or {@code url}
     */
    public record Icon(String kind, String value) {}

    public Intent {
        examples = List.copyOf(examples);
        requiredEntities = List.copyOf(requiredEntities);
    }
}
