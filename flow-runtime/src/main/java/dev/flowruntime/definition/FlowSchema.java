package dev.flowruntime.definition;

import static dev.flowruntime.definition.Schemas.atLeastOne;
import static dev.flowruntime.definition.Schemas.closed;
import static dev.flowruntime.definition.Schemas.described;
import static dev.flowruntime.definition.Schemas.listOf;
import static dev.flowruntime.definition.Schemas.optional;
import static dev.flowruntime.definition.Schemas.pattern;
import static dev.flowruntime.definition.Schemas.reference;
import static dev.flowruntime.definition.Schemas.schema;
import static dev.flowruntime.definition.Schemas.text;
import static dev.flowruntime.definition.Schemas.type;
import static dev.flowruntime.definition.Schemas.where;
import static dev.flowruntime.definition.Schemas.words;

import dev.flowruntime.definition.Display.StyleVariant;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Json;
import dev.flowruntime.node.NodeCatalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (2020-12) of flow documents, for editors. It refuses what is wrong in its form; edges, paths and
 * expressions are for {@link FlowCompiler}.
 *
 * <p>The schema of the built-in nodes also stands, formatted, in the resource {@code
 * dev/flowruntime/definition/flow.schema.json}.
 */
public final class FlowSchema {
    private FlowSchema() {}

    /** The schema of flows with the built-in nodes; a node with a dot in its type's name may have any members. */
    public static Json json() {
        return of(NodeCatalog.builtIn());
    }

    /** The schema of flows with the nodes of a catalog, such as one with a host's own types. */
    public static Json of(NodeCatalog catalog) {
        return JsonTree.write(tree(catalog));
    }

    private static Map<String, @Nullable Object> tree(NodeCatalog catalog) {
        Map<String, @Nullable Object> tree = schema(
                "$schema", "https://json-schema.org/draft/2020-12/schema",
                "title", "Flow document",
                "description", "A conversational flow: what starts it and the nodes that it goes through.");
        tree.putAll(closed(
                schema(
                        "flow",
                                described(
                                        "The flow's code, unique in its tenant.", pattern("^" + FlowReader.CODE + "$")),
                        "name", described("What people call the flow.", name()),
                        "description", optional(text()),
                        "failure_text", optional(described("What the visitor reads when a node fails.", text())),
                        "trigger", reference("trigger"),
                        "nodes", nodes()),
                List.of("flow", "name", "trigger", "nodes")));
        Map<String, @Nullable Object> definitions =
                schema("trigger", trigger(), "trigger.chat", chatTrigger(), "trigger.event", eventTrigger());
        definitions.putAll(NodeSchemas.of(catalog));
        definitions.put("field", FieldSchema.field());
        definitions.put("validation", FieldSchema.validation());
        tree.put("$defs", definitions);
        return tree;
    }

    private static Map<String, @Nullable Object> name() {
        return schema("type", "string", "pattern", "\\S", "maxLength", (long) FlowReader.MAX_NAME);
    }

    private static Map<String, @Nullable Object> nodes() {
        Map<String, @Nullable Object> nodes = atLeastOne(listOf(reference("node")));
        nodes.put("maxItems", (long) FlowReader.MAX_NODES);
        return described(
                "The first node runs first; each is followed by the one below unless next says otherwise.", nodes);
    }

    private static Map<String, @Nullable Object> trigger() {
        List<Object> kinds = new ArrayList<>();
        for (String kind : FlowReader.TRIGGERS) {
            kinds.add(where("type", List.of(kind), reference(kind)));
        }
        return schema(
                "type",
                "object",
                "properties",
                schema("type", words(FlowReader.TRIGGERS)),
                "required",
                List.of("type"),
                "allOf",
                kinds);
    }

    private static Map<String, @Nullable Object> chatTrigger() {
        return described(
                "A visitor's intent starts the flow.",
                closed(
                        schema(
                                "type", true,
                                "intent_name", pattern("^" + FlowReader.INTENT + "$"),
                                "description", optional(text()),
                                "examples", optional(described("What visitors say.", listOf(text()))),
                                "required_entities", optional(listOf(text())),
                                "display", optional(display())),
                        List.of("type", "intent_name")));
    }

    private static Map<String, @Nullable Object> display() {
        Map<String, @Nullable Object> icon = closed(schema("kind", text(), "value", text()), List.of("kind", "value"));
        List<String> styles =
                Arrays.stream(StyleVariant.values()).map(StyleVariant::word).toList();
        return described(
                "How clients show the intent.",
                closed(
                        schema(
                                "label", optional(described("The flow's name unless given.", text())),
                                "subtitle", optional(text()),
                                "icon", optional(icon),
                                "accent_color", optional(text()),
                                "style_variant", optional(words(styles)),
                                "pinned", optional(type("boolean")),
                                "priority",
                                        optional(schema(
                                                "type", "integer",
                                                "minimum", (long) Integer.MIN_VALUE,
                                                "maximum", (long) Integer.MAX_VALUE))),
                        List.of()));
    }

    private static Map<String, @Nullable Object> eventTrigger() {
        return described(
                "An event from outside starts the flow.",
                closed(
                        schema(
                                "type", true,
                                "event_name", name(),
                                "filter",
                                        optional(described(
                                                "An expression over event.name and event.data that must hold.",
                                                text()))),
                        List.of("type", "event_name")));
    }
}
