package dev.flowruntime.definition;

import dev.flowruntime.definition.Display.Icon;
import dev.flowruntime.definition.Display.StyleVariant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the intent that starts a flow is like, and how clients show it. Not thread-safe. */
public final class IntentBuilder {
    private final String name;
    private final List<String> examples = new ArrayList<>();
    private final List<String> requiredEntities = new ArrayList<>();
    private @Nullable String description;
    private @Nullable String label;
    private @Nullable String subtitle;
    private @Nullable Icon icon;
    private @Nullable String accentColor;
    private StyleVariant style = StyleVariant.SOLID;
    private boolean pinned;
    private int priority;

    IntentBuilder(String name) {
        this.name = name;
    }

    /** Tells a model, or a person, when the intent is meant. */
    public IntentBuilder description(String description) {
        this.description = description;
        return this;
    }

    /** What a visitor says who has the intent; may be called again. */
    public IntentBuilder example(String... examples) {
        Collections.addAll(this.examples, examples);
        return this;
    }

    /** What the client's model should find in the visitor's words; may be called again. */
    public IntentBuilder requiredEntity(String... entities) {
        Collections.addAll(requiredEntities, entities);
        return this;
    }

    /** Shown in place of the flow's name. */
    public IntentBuilder label(String label) {
        this.label = label;
        return this;
    }

    public IntentBuilder subtitle(String subtitle) {
        this.subtitle = subtitle;
        return this;
    }

    public IntentBuilder icon(String kind, String value) {
        icon = new Icon(kind, value);
        return this;
    }

    public IntentBuilder accentColor(String accentColor) {
        this.accentColor = accentColor;
        return this;
    }

    public IntentBuilder style(StyleVariant style) {
        this.style = style;
        return this;
    }

    /** Shown before intents that are not pinned. */
    public IntentBuilder pinned() {
        pinned = true;
        return this;
    }

    /** The higher, the further ahead. */
    public IntentBuilder priority(int priority) {
        this.priority = priority;
        return this;
    }

    Trigger build(String flowName) {
        Display display =
                new Display(label == null ? flowName : label, subtitle, icon, accentColor, style, pinned, priority);
        return new ChatTrigger(name, description, examples, requiredEntities, display);
    }
}
