package dev.flowruntime.definition;

import dev.flowruntime.definition.Display.Icon;
import dev.flowruntime.definition.Display.StyleVariant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the document of a flow, the reverse of {@link FlowReader}. */
final class FlowWriter {
    private FlowWriter() {}

    static Map<String, @Nullable Object> tree(Flow flow) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("flow", flow.code());
        tree.put("name", flow.name());
        put(tree, "description", flow.description(), null);
        put(tree, "failure_text", flow.failureText(), Flow.FAILURE_TEXT);
        tree.put("trigger", trigger(flow));
        tree.put("nodes", flow.nodes().stream().map(FlowWriter::node).toList());
        return Collections.unmodifiableMap(tree);
    }

    private static Map<String, @Nullable Object> trigger(Flow flow) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        if (flow.trigger() instanceof ChatTrigger chat) {
            tree.put("type", "trigger.chat");
            tree.put("intent_name", chat.intentName());
            put(tree, "description", chat.description(), null);
            put(tree, "examples", chat.examples(), List.of());
            put(tree, "required_entities", chat.requiredEntities(), List.of());
            put(tree, "display", display(chat.display(), flow.name()), Map.of());
        } else if (flow.trigger() instanceof EventTrigger event) {
            tree.put("type", "trigger.event");
            tree.put("event_name", event.eventName());
            put(tree, "filter", event.filter(), null);
        }
        return Collections.unmodifiableMap(tree);
    }

    private static Map<String, @Nullable Object> display(Display display, String flowName) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        put(tree, "label", display.label(), flowName);
        put(tree, "subtitle", display.subtitle(), null);
        put(tree, "icon", icon(display.icon()), null);
        put(tree, "accent_color", display.accentColor(), null);
        put(tree, "style_variant", display.styleVariant().word(), StyleVariant.SOLID.word());
        put(tree, "pinned", display.pinned(), false);
        put(tree, "priority", (long) display.priority(), 0L);
        return Collections.unmodifiableMap(tree);
    }

    private static @Nullable Map<String, @Nullable Object> icon(@Nullable Icon icon) {
        if (icon == null) {
            return null;
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("kind", icon.kind());
        tree.put("value", icon.value());
        return Collections.unmodifiableMap(tree);
    }

    private static Map<String, @Nullable Object> node(Node node) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", node.id());
        tree.put("type", node.type());
        tree.putAll(node.members());
        return Collections.unmodifiableMap(tree);
    }

    private static void put(
            Map<String, @Nullable Object> tree, String name, @Nullable Object value, @Nullable Object otherwise) {
        if (value != null && !value.equals(otherwise)) {
            tree.put(name, value);
        }
    }
}
