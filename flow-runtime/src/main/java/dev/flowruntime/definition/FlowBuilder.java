package dev.flowruntime.definition;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a flow that is made in Java: what it is called and what starts it. Whatever starts it hands out the
 * {@link NodeBuilder} for the nodes. Nothing is checked before {@link FlowCompiler} does. Not thread-safe.
 */
public final class FlowBuilder {
    private final String code;
    private String name;
    private @Nullable String description;
    private String failureText = Flow.FAILURE_TEXT;

    FlowBuilder(String code) {
        this.code = code;
        String words = code.replace('_', ' ');
        this.name = words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** What people call the flow; without it the words of its code, as in "Order status". */
    public FlowBuilder name(String name) {
        this.name = name;
        return this;
    }

    public FlowBuilder description(String description) {
        this.description = description;
        return this;
    }

    /** What the visitor reads when a node fails and has no {@code onError}. */
    public FlowBuilder failureText(String failureText) {
        this.failureText = failureText;
        return this;
    }

    /** A visitor's intent starts the flow. */
    public NodeBuilder onIntent(String intentName) {
        return onIntent(intentName, intent -> {});
    }

    /**
     * A visitor's intent starts the flow.
     *
     * @param more says what the intent is like and how clients show it
     */
    public NodeBuilder onIntent(String intentName, Consumer<IntentBuilder> more) {
        IntentBuilder intent = new IntentBuilder(intentName);
        more.accept(intent);
        return start(intent::build);
    }

    /** Every event of a name starts the flow. */
    public NodeBuilder onEvent(String eventName) {
        return start(name -> new EventTrigger(eventName, null));
    }

    /**
     * The events of a name that pass a filter start the flow.
     *
     * @param filter such as {@code event.data.total > 100}
     */
    public NodeBuilder onEvent(String eventName, String filter) {
        return start(name -> new EventTrigger(eventName, filter));
    }

    private NodeBuilder start(Function<String, Trigger> trigger) {
        return new NodeAssembly(nodes -> new Flow(code, name, description, failureText, trigger.apply(name), nodes));
    }
}
